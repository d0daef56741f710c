package io.posthouse.relay.usage;

/**
 * Something that makes a call cheaper than its tokens.
 *
 * @param tokens how many input tokens it is about
 */
public record Adjustment(String kind, long tokens) {

  /**
   * The relay moved a conversation to another upstream: so many input tokens had been read before
   * and cost no more than a cache read.
   */
  public static Adjustment sessionMoved(long tokens) {
    return new Adjustment("session-moved", tokens);
  }
}
