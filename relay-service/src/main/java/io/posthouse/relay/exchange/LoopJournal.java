package io.posthouse.relay.exchange;

import io.netty.channel.EventLoop;
import io.posthouse.relay.usage.CallRecord;
import io.posthouse.relay.usage.JournalEntry;
import io.posthouse.relay.usage.UsageJournal;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the calls of one loop write down. Entries of one turn of the loop are handed to the journal
 * in one piece at its end, and those who wait for them are told in one task: a thread woken for
 * each call would cost more than what it does for it. Confined to the loop.
 */
final class LoopJournal {

  private static final Logger log = LoggerFactory.getLogger(LoopJournal.class);

  private final EventLoop loop;
  private final UsageJournal journal;
  private List<JournalEntry> entries = new ArrayList<>();
  private List<Runnable> waiting = new ArrayList<>();

  LoopJournal(EventLoop loop, UsageJournal journal) {
    this.loop = loop;
    this.journal = journal;
  }

  /**
   * A call was admitted.
   *
   * @param written on the loop, when the record is safe
   */
  void opened(CallRecord call, Runnable written) {
    add(new JournalEntry.Opened(call), written);
  }

  /**
   * A call has ended.
   *
   * @param written on the loop, when the record is safe
   */
  void closed(CallRecord call, Runnable written) {
    add(new JournalEntry.Closed(call), written);
  }

  private void add(JournalEntry entry, Runnable written) {
    if (entries.isEmpty()) {
      loop.execute(this::handOver);
    }
    entries.add(entry);
    waiting.add(written);
  }

  private void handOver() {
    List<Runnable> told = waiting;
    waiting = new ArrayList<>();
    List<JournalEntry> taken = entries;
    entries = new ArrayList<>();
    var _ = journal.write(taken).thenRun(() -> loop.execute(() -> told.forEach(LoopJournal::tell)));
  }

  /** One call's defect is not the others'. */
  private static void tell(Runnable written) {
    try {
      written.run();
    } catch (RuntimeException defect) {
      log.error("a call could not go on after it was written down", defect);
    }
  }
}
