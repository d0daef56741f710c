package io.posthouse.relay.translation.neutral;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request, whoever's words it came in. Absent is null. */
public record Conversation(
    List<Turn> turns,
    Tooling tooling,
    Sampling sampling,
    Limits limits,
    Manner manner,
    List<Extra> extras) {

  public Conversation {
    turns = List.copyOf(turns);
    extras = List.copyOf(extras);
  }

  /** Tools and their use. */
  public record Tooling(
      List<ToolSpec> tools, @Nullable Field<ToolChoice> choice, @Nullable Field<Boolean> parallel) {
    public Tooling {
      tools = List.copyOf(tools);
    }
  }

  /** How the next token is drawn; numbers as the client wrote them. */
  public record Sampling(
      @Nullable Field<JsonNode> temperature,
      @Nullable Field<JsonNode> topP,
      @Nullable Field<JsonNode> topK,
      @Nullable Field<JsonNode> presencePenalty,
      @Nullable Field<JsonNode> frequencyPenalty,
      @Nullable Field<JsonNode> seed) {}

  /**
   * How much, and where to stop.
   *
   * @param topLogprobs 0 to 20: alternatives shown per token
   */
  public record Limits(
      @Nullable Field<Long> maxOutput,
      @Nullable Field<List<String>> stops,
      @Nullable Field<Long> candidates,
      @Nullable Field<Long> topLogprobs) {}

  /**
   * How it should answer.
   *
   * @param showThinking whether the client wants to see reasoning, as far as it said
   * @param tier in OpenAI's words
   */
  public record Manner(
      @Nullable Field<Reasoning> reasoning,
      boolean showThinking,
      @Nullable Field<AnswerFormat> format,
      @Nullable Field<String> verbosity,
      @Nullable Field<String> tier,
      @Nullable Field<String> user) {}

  /** A field that OpenAI's two protocols share and others have no use for. */
  public record Extra(String name, JsonNode value) {}
}
