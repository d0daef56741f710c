package io.posthouse.relay.translation.gemini;

import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.TokenUsage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gemini's counters: running totals, thoughts apart from the rest of the output (1.6, 4.4). */
final class Usages {

  private long prompt;
  private long cached;
  private long tools;
  private long candidates;
  private @Nullable Long thoughts;
  private boolean told;

  /** Takes a report; each counter's last value counts. */
  void take(JsonNode usage) {
    if (!usage.isObject()) {
      return;
    }
    told = true;
    prompt = Json.count(usage, "promptTokenCount", prompt);
    cached = Json.count(usage, "cachedContentTokenCount", cached);
    tools = Json.count(usage, "toolUsePromptTokenCount", tools);
    candidates = Json.count(usage, "candidatesTokenCount", candidates);
    Long thought = Json.count(usage, "thoughtsTokenCount");
    thoughts = thought == null ? thoughts : thought;
  }

  /** What is known; null when nothing was told. */
  @Nullable TokenUsage usage() {
    if (!told) {
      return null;
    }
    long thought = thoughts == null ? 0 : thoughts;
    return new TokenUsage(
        Math.max(0, prompt - cached) + tools, cached, 0, 0, candidates + thought, thoughts);
  }

  static ObjectNode write(TokenUsage usage) {
    long thoughts = usage.reasoning() == null ? 0 : usage.reasoning();
    ObjectNode written = Json.object().put("promptTokenCount", usage.input());
    written.put("candidatesTokenCount", Math.max(0, usage.output() - thoughts));
    written.put("totalTokenCount", usage.input() + usage.output());
    if (usage.read() > 0) {
      written.put("cachedContentTokenCount", usage.read());
    }
    if (usage.reasoning() != null) {
      written.put("thoughtsTokenCount", thoughts);
    }
    return written;
  }
}
