package io.posthouse.relay.protocol;

import java.util.ArrayList;
import java.util.List;

/** What of a list goes or changes, and whether anything of it stays. Not thread-safe. */
final class Sieve {

  private final List<ModelCall.Foreign> caught = new ArrayList<>(0);
  private boolean keeps;

  /** A list begins. */
  void restart() {
    caught.clear();
    keeps = false;
  }

  /** An element stays. */
  void keep() {
    keeps = true;
  }

  /** An element goes. */
  void take(ModelCall.Span span) {
    caught.add(new ModelCall.Foreign(span, null));
  }

  /** An element stays, but for a part of it. */
  void keep(ModelCall.Foreign change) {
    keeps = true;
    caught.add(change);
  }

  /** An element stays, but for what another sieve caught in it. */
  void keepBut(Sieve inner) {
    keeps = true;
    caught.addAll(inner.caught);
  }

  /** Whether nothing would be left of what was not empty. */
  boolean isEmptied() {
    return !keeps && !caught.isEmpty();
  }

  /** What it caught. */
  List<ModelCall.Foreign> caught() {
    return caught;
  }
}
