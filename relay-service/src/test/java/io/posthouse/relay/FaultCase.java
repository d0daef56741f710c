package io.posthouse.relay;

/**
 * One way in which an upstream fails, and what follows for the client (T24 to T29, T37).
 *
 * @param stream whether the client asked for a stream
 */
record FaultCase(Wire wire, boolean stream, Fault fault, Place place) {

  enum Fault {
    KILL,
    HANG,
    CUT,
    CORRUPT,
    OVERLOAD
  }

  enum Place {
    BEFORE_STATUS,
    WITHIN_HEADERS,
    FIRST_BODY_BYTE,
    MID_EVENT,
    BEFORE_TERMINAL,
    AFTER_TERMINAL
  }

  /** What the client gets. */
  enum View {
    /** The second upstream's answer, whole, and nothing of the first's. */
    SECOND_ANSWERS,
    /** What came, then our error in the client's protocol; billed in part. */
    BROKEN_OFF,
    /** Our error alone: the upstream said nothing for so long that the stream had to begin. */
    BROKEN_OFF_EMPTY,
    /** What came, then the provider's own error; billed in part. */
    PROVIDERS_ERROR,
    /** The first upstream's answer. */
    COMPLETE
  }

  View expected() {
    if (place == Place.AFTER_TERMINAL) {
      // Gemini's streams have no terminator but their end: an error behind the last chunk counts.
      boolean counts = wire == Wire.GEMINI && stream && fault == Fault.OVERLOAD;
      return counts ? View.PROVIDERS_ERROR : View.COMPLETE;
    }
    boolean headSeen = place.compareTo(Place.FIRST_BODY_BYTE) >= 0;
    if (stream && headSeen && fault == Fault.HANG && place == Place.FIRST_BODY_BYTE) {
      return View.BROKEN_OFF_EMPTY;
    }
    if (!stream || place.compareTo(Place.MID_EVENT) < 0) {
      return View.SECOND_ANSWERS;
    }
    return fault == Fault.OVERLOAD ? View.PROVIDERS_ERROR : View.BROKEN_OFF;
  }

  @Override
  public String toString() {
    return "%s %s: %s %s".formatted(wire, stream ? "streamed" : "whole", fault, place);
  }
}
