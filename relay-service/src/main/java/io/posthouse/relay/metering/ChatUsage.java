package io.posthouse.relay.metering;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * OpenAI's counters and its compatibles' (protocols.md 1.4). The last report counts. Aliases:
 * DeepSeek's hit and miss, a bare {@code cached_tokens}, Anthropic's names. Reasoning is inside the
 * output unless the total says otherwise.
 */
final class ChatUsage extends Usage {

  private @Nullable Tokens last;

  @Override
  void take(JsonNode usage) {
    if (!usage.isObject() || usage.isEmpty()) {
      return;
    }
    if (Usage.count(usage, "prompt_tokens") == null && Usage.count(usage, "input_tokens") != null) {
      AnthropicUsage other = new AnthropicUsage();
      other.take(usage);
      last = other.tokens();
      return;
    }
    JsonNode promptDetails = usage.path("prompt_tokens_details");
    long prompt = Usage.count(usage, "prompt_tokens", 0);
    long read = cached(usage, promptDetails);
    long write =
        Usage.count(
            promptDetails,
            "cache_write_tokens",
            Usage.count(promptDetails, "cache_creation_input_tokens", 0));
    long output = Usage.count(usage, "completion_tokens", 0);
    long reasoning = Usage.count(usage.path("completion_tokens_details"), "reasoning_tokens", 0);
    long total = Usage.count(usage, "total_tokens", prompt + output);
    if (reasoning > 0 && total == prompt + output + reasoning) {
      output += reasoning;
    }
    long fresh = Math.max(0, prompt - read - write);
    MediaTokens media =
        OpenAiMedia.of(promptDetails, usage.path("completion_tokens_details"), fresh);
    last = new Tokens(fresh, read, write, 0, output, reasoning, media);
  }

  private static long cached(JsonNode usage, JsonNode promptDetails) {
    Long standard = Usage.count(promptDetails, "cached_tokens");
    if (standard != null) {
      return standard;
    }
    return Usage.count(usage, "prompt_cache_hit_tokens", Usage.count(usage, "cached_tokens", 0));
  }

  @Override
  @Nullable Tokens tokens() {
    return last;
  }
}
