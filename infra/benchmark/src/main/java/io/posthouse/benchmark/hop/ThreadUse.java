package io.posthouse.benchmark.hop;

import io.posthouse.benchmark.ProcessUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a process's threads have used so far, by their names, of which the kernel keeps 15 letters;
 * those of one name together. A thread that has ended is forgotten with its time. Linux only.
 *
 * @param micros CPU time
 */
record ThreadUse(Map<String, Long> micros) {

  /** A JVM's compilers are "C1 CompilerThread0" and so on. */
  private static final List<String> COMPILERS = List.of("C1 Compiler", "C2 Compiler");

  static final ThreadUse NONE = new ThreadUse(Map.of());

  static ThreadUse of(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      Map<String, Long> byName = new TreeMap<>();
      threads.forEach(thread -> add(thread, byName));
      return new ThreadUse(byName);
    } catch (IOException gone) {
      throw new UncheckedIOException("process " + pid + " cannot be read", gone);
    }
  }

  private static void add(Path thread, Map<String, Long> byName) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      byName.merge(name(stat), ProcessUse.parse(stat).cpuMicros(), Long::sum);
    } catch (NoSuchFileException ended) {
      // It counts no more.
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String name(String stat) {
    return stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  }

  /** What was used since then. */
  ThreadUse since(ThreadUse earlier) {
    Map<String, Long> used = new TreeMap<>();
    micros.forEach((name, now) -> used.put(name, now - earlier.micros.getOrDefault(name, 0L)));
    return new ThreadUse(used);
  }

  /** Both together. */
  ThreadUse plus(ThreadUse more) {
    Map<String, Long> sum = new TreeMap<>(micros);
    more.micros.forEach((name, used) -> sum.merge(name, used, Long::sum));
    return new ThreadUse(sum);
  }

  /** The part of it that compilers used; 0 when nothing was used. */
  double compiling() {
    long all = 0;
    long compilers = 0;
    for (Map.Entry<String, Long> each : micros.entrySet()) {
      all += each.getValue();
      compilers += COMPILERS.stream().anyMatch(each.getKey()::startsWith) ? each.getValue() : 0;
    }
    return all == 0 ? 0 : (double) compilers / all;
  }

  /** Threads and their CPU time for each unit of work, the dearest first. */
  String perUnit(long units) {
    StringBuilder told = new StringBuilder();
    micros.entrySet().stream()
        .filter(each -> each.getValue() * 200 >= total())
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(
            each ->
                told.append(told.isEmpty() ? "" : ", ")
                    .append(
                        String.format(
                            java.util.Locale.ROOT,
                            "%s %.2f",
                            each.getKey(),
                            (double) each.getValue() / units)));
    return told.toString();
  }

  private long total() {
    return micros.values().stream().mapToLong(Long::longValue).sum();
  }
}
