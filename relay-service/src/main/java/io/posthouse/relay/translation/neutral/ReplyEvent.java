package io.posthouse.relay.translation.neutral;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A step of an answer that grows. The grammar is the strictest of the four protocols', Anthropic's:
 *
 * <pre>
 * Begin (Open Delta* Close)* Finish
 * </pre>
 *
 * Blocks do not overlap; a tool's arguments that came interleaved were put in order before.
 */
public sealed interface ReplyEvent {

  /**
   * The answer begins.
   *
   * @param usage what is known of the input by now; null when nothing is
   */
  record Begin(String id, String model, @Nullable TokenUsage usage) implements ReplyEvent {}

  /** A block begins. */
  record Open(Block block) implements ReplyEvent {}

  /**
   * The open block grows.
   *
   * @param text never empty; may end between the halves of a surrogate pair
   */
  record Delta(String text, @Nullable JsonNode logprobs) implements ReplyEvent {}

  /**
   * The open block ends.
   *
   * @param opaque what came with a block of reasoning; null otherwise
   */
  record Close(@Nullable Opaque opaque) implements ReplyEvent {}

  /**
   * The answer ends as it should.
   *
   * @param explanation of a refusal; null without
   * @param usage null when none was told
   * @param tier the service tier that served it, in the upstream's words; null when not told
   */
  record Finish(
      Stop stop, @Nullable String explanation, @Nullable TokenUsage usage, @Nullable String tier)
      implements ReplyEvent {}

  /** What a block is. */
  sealed interface Block {
    /** Text. */
    record Text() implements Block {}

    /** Reasoning. */
    record Thinking() implements Block {}

    /** A refusal. */
    record Refusal() implements Block {}

    /** A tool call, whose deltas are its arguments, or a custom tool's input. */
    record Tool(String id, String name, boolean custom) implements Block {}
  }
}
