package io.posthouse.relay.protocol;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The event that ends a Responses stream which broke off: its clients know no bare error. */
public final class ResponseFailed {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ResponseFailed() {}

  /**
   * The event.
   *
   * @param id of the response that had begun; empty when none had
   * @param createdAt seconds since 1970, as the response said
   * @param sequence the next number
   */
  public static byte[] event(Refusal why, String id, long createdAt, long sequence) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put(
        "code", why.cause() == Refusal.Cause.OVERLOADED ? "server_is_overloaded" : "server_error");
    error.put("message", why.message());
    Map<String, @Nullable Object> response = new LinkedHashMap<>();
    response.put("id", id);
    response.put("object", "response");
    response.put("created_at", createdAt);
    response.put("status", "failed");
    response.put("error", error);
    response.put("incomplete_details", null);
    response.put("output", List.of());
    response.put("usage", null);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("type", "response.failed");
    data.put("sequence_number", sequence);
    data.put("response", response);
    return ("event: response.failed\ndata: " + JSON.writeValueAsString(data) + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
