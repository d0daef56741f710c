package io.posthouse.relay.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link JsonScan} keeps: values of chosen keys, with their places. Not thread-safe. */
final class JsonCaptures {

  private final Set<String> wanted;
  private final Set<String> located;
  private final Gathered value;
  private final List<JsonScan.Capture> all = new ArrayList<>(4);
  private @Nullable String key;
  private boolean placeOnly;
  private long start;

  /**
   * @param wanted the keys whose values are kept
   * @param located those of which only the place is
   * @param limit the largest value that is kept, in bytes
   */
  JsonCaptures(Set<String> wanted, Set<String> located, int limit) {
    this.wanted = wanted;
    this.located = located;
    this.value = new Gathered(limit);
  }

  /** A value of the root object begins. */
  void begin(Gathered itsKey, long offset) {
    if (itsKey.isTooLong()) {
      return;
    }
    String name = itsKey.text();
    placeOnly = located.contains(name);
    if (placeOnly || wanted.contains(name)) {
      key = name;
      start = offset;
      value.restart();
    }
  }

  boolean isRunning() {
    return key != null;
  }

  /** The block ends in the middle of the value, if there is one. */
  void more(byte[] block, long blockStart, int end) {
    if (key != null && !placeOnly) {
      value.add(block, (int) Math.max(0, start - blockStart), end);
    }
  }

  /**
   * The value ends.
   *
   * @param end the offset behind its last byte
   */
  void end(byte[] block, long blockStart, long end) {
    String ended = key;
    if (ended != null) {
      more(block, blockStart, (int) (end - blockStart));
      all.add(new JsonScan.Capture(ended, start, end, placeOnly ? null : value.copy()));
      key = null;
    }
  }

  List<JsonScan.Capture> all() {
    return all;
  }
}
