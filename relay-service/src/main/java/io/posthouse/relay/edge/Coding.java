package io.posthouse.relay.edge;

/**
 * Undoes one content coding, which is pushed through it in small pieces. Holds memory outside the
 * heap until {@link #release}. Confined to a loop.
 */
sealed interface Coding permits InflatedCoding, ZstdCoding, BrotliCoding {

  /** So much at most goes in, and so much comes out at a time, in bytes. */
  int STEP = 16 * 1024;

  /** Where what comes out goes. */
  interface Sink {

    /**
     * The next piece, to be copied.
     *
     * @return false when no more is wanted
     */
    boolean take(byte[] bytes, int length);

    /**
     * Asked once, before the window that the sender's coder used is allocated here too.
     *
     * @return false when there is no memory for it
     */
    boolean reserve(long bytes);
  }

  /**
   * Hands out what comes out of some more, until all of it is out or the sink refuses.
   *
   * @param length at most {@link #STEP}
   * @throws BrokenCodingException when this is not of the coding
   */
  void undo(byte[] in, int length, Sink sink) throws BrokenCodingException;

  /** Whether the coding's own end has come. */
  boolean isWhole();

  void release();
}
