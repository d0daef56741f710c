package io.posthouse.billing.usage;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bytes that a receipt's signature covers (RFC 8785 for what receipts hold: strings, integers,
 * booleans, null, arrays, objects): UTF-8 JSON without white space, the keys of each object sorted,
 * the field {@code signature} left out.
 */
final class CanonicalJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private CanonicalJson() {}

  static byte[] of(Receipt receipt) {
    ObjectNode node = JSON.valueToTree(receipt);
    node.remove("signature");
    return JSON.writeValueAsString(sorted(node)).getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      object.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      ObjectNode result = JSON.createObjectNode();
      fields.forEach(result::set);
      return result;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode result = JSON.createArrayNode();
      array.forEach(element -> result.add(sorted(element)));
      return result;
    }
    return node;
  }
}
