package io.posthouse.relay.usage;

import java.util.concurrent.CompletionStage;

/** Where ended calls are written down. Does not block; thread-safe. */
public interface UsageJournal {

  /**
   * Writes a call down.
   *
   * @return done, on any thread, when the record would survive this process; never fails. A journal
   *     that cannot say so soon keeps the record and tries on: callers bound how long they wait
   */
  CompletionStage<Void> append(CallRecord call);

  /** Whether so much is waiting that no new call should begin. */
  boolean isFull();
}
