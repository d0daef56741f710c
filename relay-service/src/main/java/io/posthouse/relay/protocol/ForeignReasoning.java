package io.posthouse.relay.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds reasoning that the relay itself sealed for another provider (protocols.md 4.2) in a
 * request: its own provider refuses it, so on pass-through the whole element is taken out, by its
 * place in the body. In a Messages request these are blocks of a message's content, in a Responses
 * request items of the input.
 *
 * <p>A list of nothing else is left as it is: it may not be empty. Not thread-safe.
 */
public final class ForeignReasoning implements JsonVisitor {

  /** What reasoning that the relay sealed begins with: whole base64 groups. */
  public static final String MARK = "Posthse1";

  private static final byte[] MESSAGES = ascii("messages");
  private static final byte[] CONTENT = ascii("content");
  private static final byte[] INPUT = ascii("input");
  private static final List<byte[]> SEALED =
      List.of(ascii("signature"), ascii("data"), ascii("encrypted_content"));

  private static final int BLOCKS = 4;
  private static final int ITEMS = 2;
  private static final int NONE = 0;

  private final List<ModelCall.Span> places = new ArrayList<>(0);
  private final List<ModelCall.Span> inThisList = new ArrayList<>(0);
  private boolean inMessages;
  private int list = NONE;
  private boolean listening;
  private boolean marked;
  private boolean keepsAll;
  private boolean keepsSome;
  private long elementStart;
  private long previousEnd;
  private boolean removesFirst;

  ForeignReasoning() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** What is to be taken out, in the order in which it stands. */
  List<ModelCall.Span> places() {
    return List.copyOf(places);
  }

  @Override
  public boolean key(int depth, Gathered key) {
    listening = false;
    if (depth == 1) {
      inMessages = key.is(MESSAGES);
      list = key.is(INPUT) ? ITEMS : NONE;
    } else if (inMessages && depth == BLOCKS - 1) {
      list = key.is(CONTENT) ? BLOCKS : NONE;
    } else if (list != NONE && depth == list + 1) {
      listening = SEALED.stream().anyMatch(key::is);
    }
    return listening;
  }

  @Override
  public void value(int depth, byte first, long start) {
    if (list == NONE) {
      return;
    }
    if (depth == list - 1) {
      beginList();
    } else if (depth == list) {
      if (removesFirst) {
        inThisList.add(span(elementStart, start));
        removesFirst = false;
      }
      marked = false;
      keepsAll |= first != '{';
      elementStart = start;
    }
  }

  private void beginList() {
    inThisList.clear();
    keepsAll = false;
    keepsSome = false;
    removesFirst = false;
  }

  @Override
  public void text(Gathered text, long end) {
    if (listening) {
      listening = false;
      marked |= text.toString().startsWith(MARK);
    }
  }

  @Override
  public void closed(int depth, long end) {
    if (list == NONE) {
      return;
    }
    if (depth == list + 1) {
      element(end);
    } else if (depth == list) {
      if (keepsSome && !keepsAll) {
        places.addAll(inThisList);
      }
      inThisList.clear();
    }
  }

  private void element(long end) {
    if (!marked) {
      keepsSome = true;
    } else if (keepsSome) {
      inThisList.add(span(previousEnd, end));
    } else {
      removesFirst = true;
    }
    previousEnd = end;
    marked = false;
  }

  private static ModelCall.Span span(long start, long end) {
    return new ModelCall.Span(Math.toIntExact(start), Math.toIntExact(end));
  }
}
