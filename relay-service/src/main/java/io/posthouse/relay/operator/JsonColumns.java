package io.posthouse.relay.operator;

import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Lists and maps that stand in one column as JSON. */
final class JsonColumns {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private JsonColumns() {}

  static String write(Object value) {
    return JSON.writeValueAsString(value);
  }

  static byte[] bytes(Object value) {
    return JSON.writeValueAsBytes(value);
  }

  static List<String> list(String json) {
    return JSON.readValue(json, new TypeReference<>() {});
  }

  static List<String> list(byte[] json) {
    return JSON.readValue(json, new TypeReference<>() {});
  }

  static Map<String, String> map(String json) {
    return JSON.readValue(json, new TypeReference<>() {});
  }

  static <T> T read(byte[] json, Class<T> type) {
    return JSON.readValue(json, type);
  }
}
