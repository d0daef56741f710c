package io.posthouse.relay.protocol;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Members of objects and elements of lists that are taken out of a body, each with the comma that
 * would be left over: neighbours as one, with the comma behind them, or, at the end of a list, the
 * one before.
 */
final class Removals {

  private static final int NOTHING = -1;

  private final ByteBuf body;
  private final int size;

  private Removals(ByteBuf body) {
    this.body = body;
    this.size = body.readableBytes();
  }

  /**
   * With their commas.
   *
   * @param members in the order in which they stand; none within another
   */
  static List<ModelCall.Span> withCommas(ByteBuf body, List<ModelCall.Span> members) {
    return new Removals(body).widened(members);
  }

  private List<ModelCall.Span> widened(List<ModelCall.Span> members) {
    List<ModelCall.Span> wide = new ArrayList<>(members.size());
    int i = 0;
    while (i < members.size()) {
      int start = members.get(i).start();
      int end = members.get(i).end();
      while (++i < members.size() && behindComma(end) == members.get(i).start()) {
        end = members.get(i).end();
      }
      wide.add(widened(start, end));
    }
    return wide;
  }

  private ModelCall.Span widened(int start, int end) {
    int behind = behindComma(end);
    if (behind != NOTHING) {
      return new ModelCall.Span(start, behind);
    }
    int before = beforeWhite(start);
    return new ModelCall.Span(before > 0 && byteAt(before - 1) == ',' ? before - 1 : start, end);
  }

  /** Where the next member begins; nothing when a comma does not follow. */
  private int behindComma(int from) {
    int comma = behindWhite(from);
    return comma < size && byteAt(comma) == ',' ? behindWhite(comma + 1) : NOTHING;
  }

  private int behindWhite(int from) {
    int at = from;
    while (at < size && isWhite(byteAt(at))) {
      at++;
    }
    return at;
  }

  private int beforeWhite(int from) {
    int at = from;
    while (at > 0 && isWhite(byteAt(at - 1))) {
      at--;
    }
    return at;
  }

  private byte byteAt(int at) {
    return body.getByte(body.readerIndex() + at);
  }

  private static boolean isWhite(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
