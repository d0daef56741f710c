package io.posthouse.relay.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * In a Chat request: fields of a message, and of its tool calls, that the relay put there for
 * clients that send back what they do not know.
 */
final class ForeignFields extends ForeignReasoning {

  private static final byte[] MESSAGES = ascii("messages");
  private static final byte[] SIGNATURE = ascii("reasoning_signature");
  private static final byte[] REASONING = ascii("reasoning_content");
  private static final byte[] CALLS = ascii("tool_calls");
  private static final byte[] EXTRA = ascii("extra_content");
  private static final byte[] GOOGLE = ascii("google");
  private static final byte[] OF_CALL = ascii("thought_signature");

  private static final int MESSAGE = 3;
  private static final int CALL = 5;
  private static final int EXTRAS = 6;
  private static final int GOOGLES = 7;

  private final List<ModelCall.Foreign> ofMessage = new ArrayList<>(0);
  private boolean inMessages;
  private boolean inCalls;
  private boolean inExtra;
  private boolean inGoogle;
  private boolean isSignature;
  private boolean messageIsOurs;
  private boolean extraIsOurs;
  private long fieldStart;
  private long extraStart;

  @Override
  public boolean key(int depth, Gathered key, long start) {
    switch (depth) {
      case 1 -> inMessages = key.is(MESSAGES);
      case MESSAGE -> {
        inCalls = inMessages && key.is(CALLS);
        fieldStart = start;
        isSignature = key.is(SIGNATURE);
        return inMessages && (isSignature || key.is(REASONING));
      }
      case CALL -> {
        inExtra = inMessages && inCalls && key.is(EXTRA);
        extraStart = start;
        extraIsOurs = false;
      }
      case EXTRAS -> inGoogle = inExtra && key.is(GOOGLE);
      case GOOGLES -> {
        return inExtra && inGoogle && key.is(OF_CALL);
      }
      default -> {
        // Nothing of ours stands there.
      }
    }
    return false;
  }

  @Override
  public void value(int depth, byte first, long start) {
    switch (depth) {
      case 1 -> inMessages &= first == '[';
      case MESSAGE -> inCalls &= first == '[';
      case CALL -> inExtra &= first == '{';
      default -> {
        // Texts and ends tell.
      }
    }
  }

  @Override
  public void text(Gathered text, long end) {
    if (inExtra) {
      extraIsOurs |= isOurs(text);
    } else {
      messageIsOurs |= isSignature && isOurs(text);
      ofMessage.add(new ModelCall.Foreign(span(fieldStart, end), null));
    }
  }

  @Override
  public void closed(int depth, long end) {
    if (depth == EXTRAS && inExtra && extraIsOurs) {
      add(List.of(new ModelCall.Foreign(span(extraStart, end), null)));
      extraIsOurs = false;
    } else if (depth == CALL) {
      inExtra = false;
    } else if (depth == MESSAGE) {
      if (messageIsOurs) {
        add(ofMessage);
      }
      ofMessage.clear();
      messageIsOurs = false;
      inCalls = false;
    }
  }
}
