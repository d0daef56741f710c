package io.posthouse.relay.protocol;

/** Two who hear of the same document, each of the texts that it asked for. Not thread-safe. */
final class BothVisitors implements JsonVisitor {

  private final JsonVisitor first;
  private final JsonVisitor second;
  private boolean firstAsks;
  private boolean secondAsks;

  BothVisitors(JsonVisitor first, JsonVisitor second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public boolean key(int depth, Gathered key, long start) {
    firstAsks = first.key(depth, key, start);
    secondAsks = second.key(depth, key, start);
    return firstAsks || secondAsks;
  }

  @Override
  public void value(int depth, byte begins, long start) {
    first.value(depth, begins, start);
    second.value(depth, begins, start);
  }

  @Override
  public void text(Gathered text, long end) {
    if (firstAsks) {
      first.text(text, end);
    }
    if (secondAsks) {
      second.text(text, end);
    }
  }

  @Override
  public void closed(int depth, long end) {
    first.closed(depth, end);
    second.closed(depth, end);
  }
}
