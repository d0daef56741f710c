package io.posthouse.relay.protocol;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The part of a request that stays the same from turn to turn: system text, tools and the first
 * message, as far as {@value #MOST} bytes each. What a conversation without a name is known by.
 */
public final class ConversationStart {

  static final Set<String> KEYS =
      Set.of(
          "system", "tools", "instructions", "systemInstruction", "messages", "input", "contents");

  private static final Set<String> LISTS = Set.of("messages", "input", "contents");
  private static final int MOST = 64 * 1024;

  private ConversationStart() {}

  static List<ModelCall.Beginning> of(PeekedFields fields) {
    List<ModelCall.Beginning> parts = new ArrayList<>(3);
    for (String key : fields.keys()) {
      ModelCall.Span span = KEYS.contains(key) ? fields.span(key) : null;
      if (span != null) {
        parts.add(new ModelCall.Beginning(span, LISTS.contains(key)));
      }
    }
    return parts;
  }

  /** The bytes, in the order in which they stand; views of the body. */
  public static List<ByteBuffer> of(ModelCall call, ByteBuf body) {
    List<ByteBuffer> parts = new ArrayList<>(3);
    for (ModelCall.Beginning part : call.hints().beginning()) {
      int from = body.readerIndex() + part.span().start();
      int to = Math.min(body.readerIndex() + part.span().end(), from + MOST);
      int end = part.list() ? firstElementEnd(body, from, to) : to;
      parts.add(body.nioBuffer(from, end - from));
    }
    return parts;
  }

  /** Where a list's first element ends. The body is known to be JSON. */
  private static int firstElementEnd(ByteBuf body, int from, int to) {
    int depth = 0;
    boolean text = false;
    for (int i = from; i < to; i++) {
      byte b = body.getByte(i);
      if (text) {
        if (b == '\\') {
          i++;
        } else if (b == '"') {
          text = false;
        }
      } else if (b == '"') {
        text = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        if (--depth == 0) {
          return i;
        }
      } else if (b == ',' && depth == 1) {
        return i;
      }
    }
    return to;
  }
}
