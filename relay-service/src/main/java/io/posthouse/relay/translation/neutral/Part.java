package io.posthouse.relay.translation.neutral;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A piece of what was said. */
public sealed interface Part {

  /** Where it stands in the client's request; empty in an answer. */
  String path();

  /**
   * Text.
   *
   * @param logprobs OpenAI's list of tokens with their probabilities; null without
   */
  record Text(String path, String text, @Nullable JsonNode logprobs) implements Part {
    /** Text alone. */
    public Text(String path, String text) {
      this(path, text, null);
    }
  }

  /**
   * A picture.
   *
   * @param detail how closely to look, in OpenAI's words; null when nothing was said
   */
  record Image(String path, Source source, @Nullable String detail) implements Part {}

  /**
   * A file to read.
   *
   * @param name its name; null without
   */
  record Document(String path, Source source, @Nullable String name) implements Part {}

  /**
   * Sound.
   *
   * @param format such as {@code wav}
   * @param data base64
   */
  record Audio(String path, String format, String data) implements Part {}

  /**
   * A call of a tool.
   *
   * @param arguments JSON text of an object; for a custom tool its input as it is
   * @param custom whether the tool takes free text
   */
  record ToolCall(String path, String id, String name, String arguments, boolean custom)
      implements Part {}

  /** What a tool answered. */
  record ToolResult(String path, String callId, List<Part> content, boolean error, boolean custom)
      implements Part {
    public ToolResult {
      content = List.copyOf(content);
    }
  }

  /**
   * Reasoning.
   *
   * @param text empty when only the opaque part is shown
   * @param opaque what only its maker can read: in a request as the client sent it, in an answer as
   *     the upstream did; null without
   */
  record Thinking(String path, String text, @Nullable Opaque opaque) implements Part {}

  /** A refusal to answer. */
  record Refusal(String path, String text) implements Part {}

  /** Where bytes come from. */
  sealed interface Source {
    /**
     * In the request itself.
     *
     * @param data base64
     */
    record Inline(String mediaType, String data) implements Source {}

    /** Plain text in the request itself. */
    record Plain(String text) implements Source {}

    /** Somewhere else. The relay never fetches it. */
    record Remote(String url, @Nullable String mediaType) implements Source {}
  }
}
