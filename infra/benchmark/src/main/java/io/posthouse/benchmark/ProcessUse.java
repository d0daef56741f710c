package io.posthouse.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What processes have used so far, read from {@code /proc} (Linux only).
 *
 * @param cpuMicros user and system time of all their threads, in microseconds; a kernel counts it
 *     in steps of 10 ms, so that short spans say nothing
 * @param residentBytes memory that is resident now
 */
public record ProcessUse(long cpuMicros, long residentBytes) {

  /** {@code USER_HZ}: fixed at 100 in the kernel's interface to programs. */
  private static final long MICROS_PER_TICK = 10_000;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;
  private static final int RESIDENT_PAGES = 21;
  private static final long PAGE = 4096;

  /**
   * Of these processes together.
   *
   * @throws UncheckedIOException when one of them is gone
   */
  public static ProcessUse of(List<Long> pids) {
    long cpu = 0;
    long resident = 0;
    for (long pid : pids) {
      ProcessUse one = parse(read(pid));
      cpu += one.cpuMicros();
      resident += one.residentBytes();
    }
    return new ProcessUse(cpu, resident);
  }

  /** Of a process and all that it has started. */
  public static ProcessUse ofTree(ProcessHandle process) {
    return of(
        java.util.stream.Stream.concat(java.util.stream.Stream.of(process), process.descendants())
            .map(ProcessHandle::pid)
            .toList());
  }

  private static String read(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    } catch (IOException gone) {
      throw new UncheckedIOException("process " + pid + " cannot be read", gone);
    }
  }

  /**
   * Reads a line of {@code /proc/PID/stat}, or of a thread's, whose second field may hold any
   * character.
   */
  public static ProcessUse parse(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
    long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
    return new ProcessUse(ticks * MICROS_PER_TICK, Long.parseLong(fields[RESIDENT_PAGES]) * PAGE);
  }

  /** The CPU time since an earlier reading, in microseconds. */
  public long cpuSince(ProcessUse earlier) {
    return cpuMicros - earlier.cpuMicros();
  }
}
