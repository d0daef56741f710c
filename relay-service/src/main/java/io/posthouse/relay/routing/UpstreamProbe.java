package io.posthouse.relay.routing;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks an upstream how it is, in a way that costs nothing. Thread-safe; does not block. */
@FunctionalInterface
public interface UpstreamProbe {

  /** What came of it. */
  enum Outcome {
    /** It takes the credential. */
    TAKEN,
    /** It does not. */
    REFUSED,
    /** It said something else. */
    UNWELL,
    /** Nothing came. */
    UNREACHABLE
  }

  /**
   * An answer.
   *
   * @param status null when there was none
   * @param detail for operators; null when all is well
   */
  record Result(Outcome outcome, @Nullable Integer status, long millis, @Nullable String detail) {}

  /**
   * Asks with one credential.
   *
   * @param credential its place
   * @return never fails
   */
  CompletionStage<Result> ask(Upstream upstream, int credential);
}
