package io.posthouse.relay.usage;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Where calls are written down. Does not block; thread-safe. */
public interface UsageJournal {

  /**
   * Writes down how calls begin and end, in that order and in one piece.
   *
   * @return done, on any thread, when the records would survive this process; never fails. A
   *     journal that cannot say so soon keeps them and tries on: callers bound how long they wait
   */
  CompletionStage<Void> write(List<JournalEntry> entries);

  /**
   * Writes down how far an answer has come. May do nothing when there is much to write.
   *
   * @param call the same; asked for at most once, on this thread
   */
  void progress(Supplier<CallRecord> call);

  /** Whether so much is waiting that no new call should begin. */
  boolean isFull();
}
