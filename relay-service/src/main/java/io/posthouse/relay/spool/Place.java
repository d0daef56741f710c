package io.posthouse.relay.spool;

/**
 * A place in the spool.
 *
 * @param segment a file's number
 * @param offset bytes from its start
 */
public record Place(long segment, long offset) implements Comparable<Place> {

  static final Place START = new Place(0, 0);

  @Override
  public int compareTo(Place other) {
    int bySegment = Long.compare(segment, other.segment);
    return bySegment != 0 ? bySegment : Long.compare(offset, other.offset);
  }
}
