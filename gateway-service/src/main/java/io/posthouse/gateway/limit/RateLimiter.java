package io.posthouse.gateway.limit;

import java.util.concurrent.CompletionStage;

/** Counts calls against the published limit. Never blocks, never fails. */
public interface RateLimiter {

  /**
   * Takes one request and one place among the running calls, or neither.
   *
   * @param keyId whose
   * @param requestId names the place
   */
  CompletionStage<Admission> admit(String keyId, String requestId);

  /** Where a key stands; counts nothing. */
  CompletionStage<Standing> standing(String keyId);
}
