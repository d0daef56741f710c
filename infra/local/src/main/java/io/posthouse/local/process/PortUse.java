package io.posthouse.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether a TCP port is free, and if not, who has it. */
public final class PortUse {

  private static final String LISTENING = "0A";

  private PortUse() {}

  /** Whether a server could listen on that port now, on loopback and on every address. */
  public static boolean isFree(int port) {
    return binds(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        && binds(new InetSocketAddress(port));
  }

  private static boolean binds(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** The process that listens on a port, when this user may see it. */
  public static OptionalLong listener(int port) {
    for (String table : List.of("tcp", "tcp6")) {
      Optional<String> inode = inode(Path.of("/proc/net", table), port);
      if (inode.isPresent()) {
        return holder("socket:[" + inode.get() + "]");
      }
    }
    return OptionalLong.empty();
  }

  private static Optional<String> inode(Path table, int port) {
    try {
      return inode(Files.readAllLines(table), port);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** The inode of the listening socket in the lines of {@code /proc/net/tcp}. */
  static Optional<String> inode(List<String> table, int port) {
    String end = ":%04X".formatted(port);
    return table.stream()
        .map(line -> List.of(line.strip().split("\\s+", -1)))
        .filter(fields -> fields.size() > 9)
        .filter(fields -> fields.get(1).toUpperCase(Locale.ROOT).endsWith(end))
        .filter(fields -> fields.get(3).equals(LISTENING))
        .map(fields -> fields.get(9))
        .findFirst();
  }

  private static OptionalLong holder(String socket) {
    return ProcessHandle.allProcesses()
        .mapToLong(ProcessHandle::pid)
        .filter(pid -> holds(pid, socket))
        .findFirst();
  }

  private static boolean holds(long pid, String socket) {
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path descriptor : descriptors) {
        if (Files.isSymbolicLink(descriptor)
            && Files.readSymbolicLink(descriptor).toString().equals(socket)) {
          return true;
        }
      }
      return false;
    } catch (IOException | java.nio.file.DirectoryIteratorException notOurs) {
      return false;
    }
  }
}
