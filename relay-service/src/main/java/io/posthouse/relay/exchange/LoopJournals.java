package io.posthouse.relay.exchange;

import io.netty.channel.EventLoop;
import io.posthouse.relay.usage.CallRecord;
import io.posthouse.relay.usage.UsageJournal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The journal, as each event loop writes in it. Thread-safe. */
public final class LoopJournals {

  private final UsageJournal journal;
  private final Map<EventLoop, LoopJournal> loops = new ConcurrentHashMap<>();

  /** All write in that one. */
  public LoopJournals(UsageJournal journal) {
    this.journal = journal;
  }

  /** That loop's. */
  LoopJournal of(EventLoop loop) {
    LoopJournal known = loops.get(loop);
    return known == null ? loops.computeIfAbsent(loop, it -> new LoopJournal(it, journal)) : known;
  }

  /** Writes down how far an answer has come, or does nothing when there is much to write. */
  void progress(Supplier<CallRecord> call) {
    journal.progress(call);
  }

  /** Whether so much is waiting that no new call should begin. */
  boolean isFull() {
    return journal.isFull();
  }
}
