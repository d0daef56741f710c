package io.posthouse.relay.translation.stream;

/** Reads one protocol's stream. One per answer. */
public interface StreamReader {

  /**
   * An event with data.
   *
   * @throws io.posthouse.relay.translation.UnreadableAnswerException if it is none of the
   *     protocol's
   */
  void event(String name, byte[] bytes, int from, int length, Sequencer out);

  /**
   * The stream ended cleanly. Finishes if the protocol takes that for an end; does nothing if it is
   * a cut.
   */
  void end(Sequencer out);
}
