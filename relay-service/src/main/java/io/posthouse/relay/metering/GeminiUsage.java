package io.posthouse.relay.metering;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Gemini's counters (protocols.md 1.6): running totals, of which the last of each counts. Thoughts
 * are beside the candidates, cached tokens inside the prompt.
 */
final class GeminiUsage extends Usage {

  private boolean reported;
  private long prompt;
  private long cached;
  private long candidates;
  private long thoughts;
  private long toolUse;

  @Override
  void take(JsonNode usage) {
    if (!usage.isObject() || usage.isEmpty()) {
      return;
    }
    reported = true;
    prompt = Usage.count(usage, "promptTokenCount", prompt);
    cached = Usage.count(usage, "cachedContentTokenCount", cached);
    candidates = Usage.count(usage, "candidatesTokenCount", candidates);
    thoughts = Usage.count(usage, "thoughtsTokenCount", thoughts);
    toolUse = Usage.count(usage, "toolUsePromptTokenCount", toolUse);
  }

  @Override
  @Nullable Tokens tokens() {
    return reported
        ? new Tokens(
            Math.max(0, prompt - cached) + toolUse, cached, 0, 0, candidates + thoughts, thoughts)
        : null;
  }
}
