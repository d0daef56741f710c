package io.posthouse.relay.metering;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Gemini's counters (protocols.md 1.6): running totals, of which the last of each counts. Thoughts
 * are beside the candidates, cached tokens inside the prompt. Sound and pictures are told apart by
 * lists beside the counters; films and documents cost what text does.
 */
final class GeminiUsage extends Usage {

  private boolean reported;
  private long prompt;
  private long cached;
  private long candidates;
  private long thoughts;
  private long toolUse;
  private @Nullable JsonNode promptParts;
  private @Nullable JsonNode cachedParts;
  private @Nullable JsonNode candidateParts;
  private @Nullable JsonNode toolUseParts;

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
    promptParts = list(usage, "promptTokensDetails", promptParts);
    cachedParts = list(usage, "cacheTokensDetails", cachedParts);
    candidateParts = list(usage, "candidatesTokensDetails", candidateParts);
    toolUseParts = list(usage, "toolUsePromptTokensDetails", toolUseParts);
  }

  private static @Nullable JsonNode list(JsonNode usage, String name, @Nullable JsonNode known) {
    JsonNode parts = usage.path(name);
    return parts.isArray() ? parts : known;
  }

  private MediaSplit split(String modality) {
    return new MediaSplit(
        sum(promptParts, modality) + sum(toolUseParts, modality),
        cachedParts == null ? null : Long.valueOf(sum(cachedParts, modality)),
        sum(candidateParts, modality));
  }

  private static long sum(@Nullable JsonNode parts, String modality) {
    long sum = 0;
    if (parts != null) {
      for (JsonNode part : parts) {
        if (part.path("modality").asString("").equals(modality)) {
          sum += Math.min(Integer.MAX_VALUE, Usage.count(part, "tokenCount", 0));
        }
      }
    }
    return sum;
  }

  @Override
  @Nullable Tokens tokens() {
    if (!reported) {
      return null;
    }
    long fresh = Math.max(0, prompt - cached) + toolUse;
    MediaTokens media = MediaSplit.of(split("AUDIO"), split("IMAGE"), fresh);
    // Thoughts are text: what pictures there are is among the candidates.
    MediaTokens bounded = MediaTokens.within(media, fresh, cached, candidates);
    return new Tokens(fresh, cached, 0, 0, candidates + thoughts, thoughts, bounded);
  }
}
