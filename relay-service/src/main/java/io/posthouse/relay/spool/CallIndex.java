package io.posthouse.relay.spool;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Which segments hold a call that has no CLOSE yet. Confined to the writing thread. */
final class CallIndex {

  private final Map<String, Long> openedIn = new HashMap<>();
  private final TreeMap<Long, Integer> counts = new TreeMap<>();

  void take(SpoolRecord.Type type, String call, long segment) {
    switch (type) {
      case OPEN -> {
        if (openedIn.putIfAbsent(call, segment) == null) {
          counts.merge(segment, 1, Integer::sum);
        }
      }
      case CLOSE -> {
        Long opened = openedIn.remove(call);
        if (opened != null) {
          counts.computeIfPresent(opened, (it, count) -> count == 1 ? null : count - 1);
        }
      }
      case PROGRESS, EPOCH -> {
        // They belong to a call that holds its segment already, or to none.
      }
    }
  }

  /** How many calls are open. */
  int open() {
    return openedIn.size();
  }

  /** No segment before it holds an open call. */
  long oldestHeld() {
    return counts.isEmpty() ? Long.MAX_VALUE : counts.firstKey();
  }
}
