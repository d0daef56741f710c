package io.posthouse.relay.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In a Gemini request: parts of a content. Thoughts come in several parts, of which the last has
 * the signature. Names are written in either case.
 */
final class ForeignParts extends ForeignElements {

  private enum Means {
    SIGNATURE,
    CALL,
    THOUGHT
  }

  private static final KeyTable<Means> KEYS =
      new KeyTable<>(
          Map.of(
              "thoughtSignature", Means.SIGNATURE,
              "thought_signature", Means.SIGNATURE,
              "functionCall", Means.CALL,
              "function_call", Means.CALL,
              "thought", Means.THOUGHT));
  private static final String LOST = "\"" + NO_SIGNATURE + "\"";

  private final List<ModelCall.Span> thoughts = new ArrayList<>(0);
  private @Nullable Means means;
  private long keyStart;
  private long valueStart;
  private boolean call;
  private boolean thought;
  private boolean signed;
  private ModelCall.@Nullable Span field;
  private ModelCall.@Nullable Span value;

  ForeignParts() {
    super("contents", "parts");
  }

  @Override
  void begin() {
    means = null;
    call = false;
    thought = false;
    signed = false;
    field = null;
    value = null;
  }

  @Override
  boolean field(Gathered key, long start) {
    means = KEYS.of(key);
    keyStart = start;
    return means == Means.SIGNATURE;
  }

  @Override
  void fieldValue(byte first, long start) {
    valueStart = start;
    call |= means == Means.CALL && first == '{';
    thought |= means == Means.THOUGHT && first == 't';
    signed |= means == Means.SIGNATURE && first == '"';
  }

  @Override
  public void text(Gathered text, long end) {
    if (isOurs(text)) {
      field = span(keyStart, end);
      value = span(valueStart, end);
    }
  }

  @Override
  void end(ModelCall.Span part, Sieve into) {
    if (thought && !call && !signed) {
      thoughts.add(part);
    } else if (field == null || value == null) {
      endList(into);
      into.keep();
    } else if (thought && !call) {
      thoughts.forEach(into::take);
      thoughts.clear();
      into.take(part);
    } else {
      endList(into);
      into.keep(call ? new ModelCall.Foreign(value, LOST) : new ModelCall.Foreign(field, null));
    }
  }

  /** Thoughts that nobody signed are the client's own to send. */
  @Override
  void endList(Sieve into) {
    if (!thoughts.isEmpty()) {
      into.keep();
      thoughts.clear();
    }
  }
}
