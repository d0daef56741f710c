package io.posthouse.relay.metering;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * OpenAI Responses' counters (protocols.md 1.5): the input's cached and written parts are subsets
 * of it, reasoning is inside the output. Hosted tools are counted by the items that they leave.
 */
final class ResponsesUsage extends Usage {

  private @Nullable Tokens last;

  @Override
  void take(JsonNode usage) {
    if (!usage.isObject() || usage.isEmpty()) {
      return;
    }
    JsonNode details = usage.path("input_tokens_details");
    long input = Usage.count(usage, "input_tokens", 0);
    long read = Usage.count(details, "cached_tokens", 0);
    long write = Usage.count(details, "cache_write_tokens", 0);
    long output = Usage.count(usage, "output_tokens", 0);
    long reasoning = Usage.count(usage.path("output_tokens_details"), "reasoning_tokens", 0);
    long fresh = Math.max(0, input - read - write);
    MediaTokens media = OpenAiMedia.of(details, usage.path("output_tokens_details"), fresh);
    last = new Tokens(fresh, read, write, 0, output, reasoning, media);
  }

  /** Takes the answer's items. */
  void takeItems(JsonNode output) {
    for (JsonNode item : output) {
      String type = item.path("type").asString("");
      if (type.endsWith("_call") && !type.equals("function_call") && !type.startsWith("custom_")) {
        tools().merge(type, 1L, Long::sum);
      }
    }
  }

  /** Takes a whole response object. */
  void takeResponse(JsonNode response) {
    take(response.path("usage"));
    takeItems(response.path("output"));
    takeTier(response.get("service_tier"));
    takeModel(response.get("model"));
  }

  @Override
  @Nullable Tokens tokens() {
    return last;
  }
}
