package io.posthouse.relay.spool;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an earlier process left in the spool. */
final class Recovery {

  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private final Map<String, Spool.Unclosed> open = new LinkedHashMap<>();
  private final TreeMap<Long, Long> lastSeq = new TreeMap<>();
  private final Map<Long, Boolean> over = new LinkedHashMap<>();
  private final CallIndex index = new CallIndex();
  private long bytes;
  private long nextSegment = 1;

  private Recovery() {}

  static Recovery of(Segments segments) throws IOException {
    Recovery recovery = new Recovery();
    recovery.nextSegment = segments.cursor().segment() + 1;
    for (long number : segments.numbers()) {
      recovery.read(segments, number);
    }
    return recovery;
  }

  private void read(Segments segments, long number) throws IOException {
    long size = segments.size(number);
    bytes += size;
    nextSegment = Math.max(nextSegment, number + 1);
    try (SegmentReader reader = new SegmentReader(segments.file(number), 0)) {
      SpoolRecord record = reader.next(size, true);
      while (record != null) {
        take(record, number);
        record = reader.next(size, true);
      }
      if (reader.damaged() > 0) {
        log.error(
            "{} bytes of spool segment {} are damaged and passed over", reader.damaged(), number);
      }
    }
  }

  private void take(SpoolRecord record, long segment) {
    lastSeq.merge(record.epoch(), record.seq(), Math::max);
    over.merge(
        record.epoch(),
        record.type() == SpoolRecord.Type.EPOCH && record.payload().length > 0,
        Boolean::logicalOr);
    index.take(record.type(), record.call(), segment);
    switch (record.type()) {
      case OPEN, PROGRESS ->
          open.put(
              record.call(), new Spool.Unclosed(record.epoch(), record.call(), record.payload()));
      case CLOSE -> open.remove(record.call());
      case EPOCH -> {
        // Its number was noted above.
      }
    }
  }

  List<Spool.Unclosed> unclosed() {
    return List.copyOf(open.values());
  }

  /** Epochs that have not ended for good, and their last numbers. */
  Map<Long, Long> epochs() {
    Map<Long, Long> left = new TreeMap<>(lastSeq);
    left.keySet().removeIf(epoch -> Boolean.TRUE.equals(over.get(epoch)));
    return left;
  }

  CallIndex index() {
    return index;
  }

  long bytes() {
    return bytes;
  }

  long nextSegment() {
    return nextSegment;
  }
}
