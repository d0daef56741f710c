package io.posthouse.simulator;

import java.time.Duration;
import java.util.Map;

/** One thing that is done on a connection. */
sealed interface Step {

  /**
   * The status line and headers.
   *
   * @param length the body's length; -1 when it is sent in chunks
   */
  record Head(int status, Map<String, String> headers, int length) implements Step {}

  /** Bytes of the body, flushed at once. */
  record Bytes(byte[] bytes) implements Step {}

  /** A wait. */
  record Pause(Duration duration) implements Step {}

  /**
   * The proper end of the HTTP message.
   *
   * @param end how the call log calls it
   */
  record Finish(String end) implements Step {}

  /** A TCP reset. */
  record Reset() implements Step {}

  /** Nothing more, until the client goes. */
  record Silence() implements Step {}
}
