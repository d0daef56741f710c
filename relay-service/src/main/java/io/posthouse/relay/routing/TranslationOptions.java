package io.posthouse.relay.routing;

/**
 * What an upstream's operator wants of calls that are translated to it (protocols.md, section 4).
 * Calls that pass through are not touched by it.
 *
 * @param anthropicVersion which API version a Messages upstream is told, such as {@code 2023-06-01}
 * @param strict whether a field that would be left out is refused instead
 * @param remoteFiles whether a Gemini upstream fetches files by their address, as Vertex does
 * @param reasoningText whether Chat clients are shown reasoning
 * @param rewriteModel whether answers name the model as the client asked for it
 */
public record TranslationOptions(
    String anthropicVersion,
    boolean strict,
    boolean remoteFiles,
    boolean reasoningText,
    boolean rewriteModel) {

  /** Where the operator said nothing. */
  public static final TranslationOptions USUAL =
      new TranslationOptions("2023-06-01", false, false, true, false);
}
