package io.posthouse.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** The machine's processes, as {@code /proc} shows them. */
public final class ProcessTable {

  private static final Path PROC = Path.of("/proc");

  private ProcessTable() {}

  /** The command line of a process; empty when it is gone, a zombie, or not to be seen. */
  public static List<String> commandLine(long pid) {
    Path file = PROC.resolve(Long.toString(pid)).resolve("cmdline");
    try {
      return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException gone) {
      return ProcessHandle.of(pid)
          .filter(process -> Files.notExists(PROC))
          .flatMap(process -> process.info().commandLine())
          .map(line -> List.of(line.split(" ", -1)))
          .orElse(List.of());
    }
  }

  static List<String> parse(String zeroTerminated) {
    if (zeroTerminated.isEmpty()) {
      return List.of();
    }
    List<String> parts = new ArrayList<>(Arrays.asList(zeroTerminated.split("\0", -1)));
    if (parts.getLast().isEmpty()) {
      parts.removeLast();
    }
    return List.copyOf(parts);
  }

  /** Whether that process is there and bears the marker. */
  public static boolean is(long pid, Marker marker) {
    return marker.matches(commandLine(pid));
  }

  /**
   * The process that bears a marker, whether or not a file remembers it; the oldest when there are
   * several.
   */
  public static OptionalLong find(Marker marker) {
    return ProcessHandle.allProcesses()
        .mapToLong(ProcessHandle::pid)
        .filter(pid -> pid != ProcessHandle.current().pid() && is(pid, marker))
        .min();
  }

  /** A process in words, for a message: its number and what it runs. */
  public static String describe(long pid) {
    String command = String.join(" ", commandLine(pid));
    String shown = command.length() > 120 ? command.substring(0, 120) + "..." : command;
    return "process " + pid + (shown.isEmpty() ? "" : " (" + shown + ")");
  }
}
