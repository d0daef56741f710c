package io.posthouse.relay.spool;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The spool's place and limits.
 *
 * @param directory made when it is not there
 * @param segmentBytes when a file is this large the next one begins
 * @param mostBytes with this much in the spool no new call begins
 * @param freeBytes neither with less than this free on its disk
 * @param mostWaiting nor with so many records in memory
 * @param sync when records are flushed to the disk
 * @param flushAfter how long a written record may wait for that
 */
public record SpoolSettings(
    Path directory,
    long segmentBytes,
    long mostBytes,
    long freeBytes,
    int mostWaiting,
    Sync sync,
    Duration flushAfter) {

  /** When records are flushed. */
  public enum Sync {
    /** In groups, within {@code flushAfter} of being written: a power cut loses that much. */
    GROUP,
    /** Before the record counts as safe. */
    ALWAYS
  }
}
