package io.posthouse.relay.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds reasoning that the relay itself sealed for another provider (protocols.md 4.2) in a
 * request: the provider that a call passes through to refuses it, so it is taken out there, text
 * and all, by its place in the body. Hears of the body's keys while it is read; builds no tree.
 *
 * <ul>
 *   <li>Messages: the block; Responses: the item.
 *   <li>Chat: {@code reasoning_signature} with the reasoning beside it, and a call's {@code
 *       extra_content}.
 *   <li>Gemini: the part with the thoughts before it. A call's signature becomes what the provider
 *       documents for one that is lost; newer models refuse a call without any.
 * </ul>
 *
 * A message of nothing else goes as a whole. Only if no message were left all stays: a list of none
 * is refused just as well. Not thread-safe.
 */
public abstract sealed class ForeignReasoning implements JsonVisitor
    permits ForeignElements, ForeignFields, ForeignItems {

  /** What reasoning that the relay sealed begins with: whole base64 groups. */
  public static final String MARK = "Posthse1";

  /** What Gemini documents for a call whose signature is lost. */
  public static final String NO_SIGNATURE = "skip_thought_signature_validator";

  private final List<ModelCall.Foreign> found = new ArrayList<>(0);

  /** For requests of that protocol. */
  static ForeignReasoning of(Protocol protocol) {
    return switch (protocol) {
      case MESSAGES -> new ForeignBlocks();
      case CHAT -> new ForeignFields();
      case RESPONSES -> new ForeignItems();
      case GEMINI -> new ForeignParts();
    };
  }

  /** What is to be taken out or exchanged, in the order in which it stands. */
  final List<ModelCall.Foreign> found() {
    found.sort(Comparator.comparingInt(foreign -> foreign.span().start()));
    return List.copyOf(found);
  }

  final void add(List<ModelCall.Foreign> more) {
    found.addAll(more);
  }

  static boolean isOurs(Gathered text) {
    return text.toString().startsWith(MARK);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static ModelCall.Span span(long start, long end) {
    return new ModelCall.Span(Math.toIntExact(start), Math.toIntExact(end));
  }
}
