package io.posthouse.relay.usage;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Where calls are written down. Does not block; thread-safe. */
public interface UsageJournal {

  /**
   * Writes down that a call was admitted, before any upstream hears of it.
   *
   * @param call how it would stand if this process died now
   * @return done, on any thread, when the record would survive this process; never fails, and may
   *     take as long as {@link #append}'s
   */
  CompletionStage<Void> open(CallRecord call);

  /**
   * Writes down how far an answer has come. May do nothing when there is much to write.
   *
   * @param call the same; asked for at most once, on this thread
   */
  void progress(Supplier<CallRecord> call);

  /**
   * Writes down how a call ended.
   *
   * @return done, on any thread, when the record would survive this process; never fails. A journal
   *     that cannot say so soon keeps the record and tries on: callers bound how long they wait
   */
  CompletionStage<Void> append(CallRecord call);

  /** Whether so much is waiting that no new call should begin. */
  boolean isFull();
}
