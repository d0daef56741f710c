package io.posthouse.auth.key;

import io.posthouse.web.ProblemException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code PATCH /api/keys/{id}}: a merge patch of {@link KeyTerms}. A field that is absent stays;
 * {@code null} takes a limit away; lists and {@code spendLimit} are replaced as a whole.
 */
record KeyPatch(ObjectNode fields) {

  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * @throws ProblemException 400 when the body is not an object
   */
  static KeyPatch of(JsonNode body) {
    if (body instanceof ObjectNode fields) {
      return new KeyPatch(fields);
    }
    throw ProblemException.badRequest("body: not an object");
  }

  /**
   * The terms after the patch.
   *
   * @throws ProblemException 400 for a field that is unknown or invalid, as in a POST
   */
  KeyTerms applyTo(KeyTerms terms) {
    ObjectNode merged = STRICT.valueToTree(terms);
    fields.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
    try {
      return STRICT.treeToValue(merged, KeyTerms.class);
    } catch (UnrecognizedPropertyException unknown) {
      throw ProblemException.badRequest(unknown.getPropertyName() + ": unknown field");
    } catch (JacksonException wrong) {
      throw ProblemException.badRequest(describe(wrong));
    }
  }

  /** Says which field is wrong, and quotes nothing of it. */
  private static String describe(JacksonException wrong) {
    if (wrong.getCause() instanceof IllegalArgumentException invalid) {
      return String.valueOf(invalid.getMessage());
    }
    String field = wrong.getPath().isEmpty() ? null : wrong.getPath().getFirst().getPropertyName();
    return (field == null ? "body" : field) + ": not of the expected type";
  }
}
