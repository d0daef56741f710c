package io.posthouse.auth.key;

import io.posthouse.web.ProblemException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
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

  /** The terms after the patch; a field that is unknown or invalid is refused as in a POST. */
  KeyTerms applyTo(KeyTerms terms) {
    ObjectNode merged = STRICT.valueToTree(terms);
    fields.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
    return STRICT.treeToValue(merged, KeyTerms.class);
  }
}
