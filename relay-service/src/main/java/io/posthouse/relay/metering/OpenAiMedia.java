package io.posthouse.relay.metering;

import tools.jackson.databind.JsonNode;

/**
 * Sound and pictures in the details of OpenAI's counters, Chat's and Responses' alike (protocols.md
 * 1.4, 1.5): of all input, of what of it was cached where that is told, and of the output.
 */
final class OpenAiMedia {

  private OpenAiMedia() {}

  /**
   * What they tell, not yet bounded by its wholes.
   *
   * @param fresh uncached input
   */
  static MediaTokens of(JsonNode inputDetails, JsonNode outputDetails, long fresh) {
    return MediaSplit.of(
        split(inputDetails, outputDetails, "audio_tokens"),
        split(inputDetails, outputDetails, "image_tokens"),
        fresh);
  }

  private static MediaSplit split(JsonNode inputDetails, JsonNode outputDetails, String name) {
    JsonNode cached = inputDetails.path("cached_tokens_details");
    Long told = cached.isObject() ? Long.valueOf(Usage.count(cached, name, 0)) : null;
    return new MediaSplit(
        Usage.count(inputDetails, name, 0), told, Usage.count(outputDetails, name, 0));
  }
}
