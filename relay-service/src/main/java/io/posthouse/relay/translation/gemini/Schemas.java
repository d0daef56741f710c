package io.posthouse.relay.translation.gemini;

import io.posthouse.relay.translation.json.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON Schema and what Gemini makes of it. Keys keep their order. */
final class Schemas {

  /** Keywords whose value maps names to schemas. */
  private static final Set<String> NAMED =
      Set.of("properties", "$defs", "definitions", "patternProperties", "dependentSchemas");

  /** Keywords that the provider answers 400 to. */
  private static final Set<String> REFUSED =
      Set.of(
          "$schema",
          "$id",
          "$comment",
          "$anchor",
          "examples",
          "deprecated",
          "readOnly",
          "writeOnly",
          "patternProperties",
          "propertyNames",
          "unevaluatedProperties",
          "unevaluatedItems",
          "dependentSchemas",
          "dependentRequired",
          "contentEncoding",
          "contentMediaType",
          "if",
          "then",
          "else",
          "not");

  private Schemas() {}

  /** Without the keywords that Gemini refuses. */
  static JsonNode forGemini(JsonNode schema) {
    if (schema instanceof ArrayNode list) {
      ArrayNode copy = Json.array();
      list.forEach(item -> copy.add(forGemini(item)));
      return copy;
    }
    if (!(schema instanceof ObjectNode object)) {
      return schema;
    }
    ObjectNode copy = Json.object();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (REFUSED.contains(name)) {
        continue;
      }
      if (NAMED.contains(name) && value instanceof ObjectNode named) {
        ObjectNode inside = copy.putObject(name);
        named.properties().forEach(one -> inside.set(one.getKey(), forGemini(one.getValue())));
      } else if (isData(name)) {
        copy.set(name, value);
      } else {
        copy.set(name, forGemini(value));
      }
    }
    return copy;
  }

  private static boolean isData(String keyword) {
    return keyword.equals("enum") || keyword.equals("const") || keyword.equals("default");
  }

  /** Gemini's older OpenAPI schemas, whose types are in capitals, as JSON Schema. */
  static ObjectNode fromOpenApi(ObjectNode schema) {
    ObjectNode copy = Json.object();
    boolean nullable = schema.path("nullable").asBoolean(false);
    for (Map.Entry<String, JsonNode> field : schema.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      switch (name) {
        case "nullable", "propertyOrdering", "property_ordering" -> {
          // Said by the type, or of no meaning elsewhere.
        }
        case "type" -> {
          JsonNode type =
              value.isString() ? Json.string(value.stringValue().toLowerCase(Locale.ROOT)) : value;
          copy.set(name, nullable ? Json.array().add(type).add("null") : type);
        }
        case "anyOf", "any_of" -> {
          ArrayNode list = copy.putArray("anyOf");
          value.forEach(one -> list.add(one instanceof ObjectNode o ? fromOpenApi(o) : one));
        }
        case "properties" -> {
          ObjectNode inside = copy.putObject(name);
          for (Map.Entry<String, JsonNode> one : value.properties()) {
            JsonNode property = one.getValue();
            inside.set(one.getKey(), property instanceof ObjectNode o ? fromOpenApi(o) : property);
          }
        }
        default ->
            copy.set(
                name,
                name.equals("items") && value instanceof ObjectNode items
                    ? fromOpenApi(items)
                    : value);
      }
    }
    return copy;
  }
}
