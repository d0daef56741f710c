package io.posthouse.local.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state folder and the project it belongs to.
 *
 * @param folder {@code POSTHOUSE_HOME}, absolute
 * @param project the folder of the root pom, absolute
 */
public record Home(Path folder, Path project) {

  private static final List<String> OURS =
      List.of(
          "run",
          "logs",
          "data",
          "apps",
          "aot",
          "tls",
          "secrets",
          "mail",
          "programs",
          "keycloak",
          "demo.json",
          "clock-offset",
          "port-base",
          "lock");

  /** {@code run/PART.pid} and what else is known of a running part. */
  public Path run(String file) {
    return folder.resolve("run").resolve(file);
  }

  /** A part's log. */
  public Path log(String part) {
    return folder.resolve("logs").resolve(part + ".log");
  }

  /** A part's data. */
  public Path data(String part) {
    return folder.resolve("data").resolve(part);
  }

  /** Unpacked applications, by content. */
  public Path apps() {
    return folder.resolve("apps");
  }

  /** Start caches of the JVM, by application. */
  public Path aot() {
    return folder.resolve("aot");
  }

  /** The local certificate authority and the certificates it signed. */
  public Path tls() {
    return folder.resolve("tls");
  }

  /** The secrets, a file each. */
  public Path secrets() {
    return folder.resolve("secrets");
  }

  /** Programs that came as archives. */
  public Path programs() {
    return folder.resolve("programs");
  }

  /** The business clock's offset. */
  public Path clockOffset() {
    return folder.resolve("clock-offset");
  }

  /** The demo people and what was made for them. */
  public Path demo() {
    return folder.resolve("demo.json");
  }

  /** What only one command at a time may hold. */
  public Path lock() {
    return folder.resolve("lock");
  }

  /** Makes the folders, for their owner alone. */
  public void create() {
    try {
      if (Files.notExists(folder)) {
        Files.createDirectories(folder.resolveSibling("."));
        Files.createDirectory(folder);
        ownersAlone(folder);
      }
      for (Path part :
          List.of(run("."), log("x").resolveSibling("."), data("."), secrets(), aot())) {
        Files.createDirectories(part.normalize());
      }
      ownersAlone(secrets());
      ownersAlone(data(".").normalize());
    } catch (IOException failed) {
      throw new StackException(
          "the state folder " + folder + " cannot be made: " + reason(failed), failed);
    }
  }

  private static void ownersAlone(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
  }

  /** The ports this state was made for, when there is state. */
  public Optional<Ports> recordedPorts() {
    return read(folder.resolve("port-base")).map(Ports::parse);
  }

  /** Keeps the ports that this state is for. */
  public void record(Ports ports) {
    write(folder.resolve("port-base"), ports.base() + "\n");
  }

  /** A file's text, when it is there. */
  public static Optional<String> read(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * Replaces a file in one step, so that no reader sees half of it; readable by its owner alone.
   */
  public static void write(Path file, String text) {
    try {
      Path partial =
          Files.createTempFile(file.resolveSibling(".").normalize(), "write", ".partial");
      Files.writeString(partial, text);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Moves a file within the state folder, in one step. */
  public static void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Deletes everything of ours in the state folder, and the folder when nothing else is in it. */
  public void wipe() {
    OURS.forEach(name -> delete(folder.resolve(name)));
    try (Stream<Path> rest = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
      if (rest.findAny().isEmpty()) {
        Files.deleteIfExists(folder);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Deletes a file, or a folder and all in it, if it is there. */
  public static void delete(Path target) {
    if (!Files.exists(target, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(target)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A failure's own words, or its kind when it has none. */
  public static String reason(Throwable failure) {
    String message = failure.getMessage();
    String kind = failure.getClass().getSimpleName();
    return message == null || message.isBlank() ? kind : kind + ": " + message;
  }
}
