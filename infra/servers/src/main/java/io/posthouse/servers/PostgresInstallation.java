package io.posthouse.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs unpacked in a folder, for a server that outlives this JVM: the process that
 * {@link #server} describes is the postmaster itself. {@link PostgresServer} is the one that ends
 * with its JVM.
 *
 * <p>PostgreSQL refuses to run as root; there its programs run in a user namespace, where they are
 * somebody else while the files stay root's.
 */
public final class PostgresInstallation {

  private final Path programs;
  private final List<String> prefix;

  private PostgresInstallation(Path programs, List<String> prefix) {
    this.programs = programs;
    this.prefix = prefix;
  }

  /**
   * Unpacks the programs, unless they are there.
   *
   * @param folder for the programs of every version
   * @throws IOException when they cannot be written
   * @throws IllegalStateException when this machine cannot run them; the message says why
   */
  public static PostgresInstallation prepare(Path folder) throws IOException, InterruptedException {
    String archive = "/postgres-linux-%s.txz".formatted(architecture());
    try (InputStream packed = PostgresInstallation.class.getResourceAsStream(archive)) {
      if (packed == null) {
        throw new IllegalStateException(
            "PostgreSQL: no programs for this machine (" + archive + " is not on the class path)");
      }
      Path programs = folder.resolve("postgresql-" + version(archive));
      if (Files.notExists(programs)) {
        Path partial = folder.resolve(programs.getFileName() + ".partial");
        delete(partial);
        unpack(packed, partial);
        Files.move(partial, programs, StandardCopyOption.ATOMIC_MOVE);
      }
      return new PostgresInstallation(programs, namespace());
    }
  }

  /** The version in the name of the jar that holds the programs. */
  private static String version(String archive) {
    String place = String.valueOf(PostgresInstallation.class.getResource(archive));
    Matcher matcher = Pattern.compile("-([0-9.]+)\\.jar!").matcher(place);
    return matcher.find() ? matcher.group(1) : "unnamed";
  }

  private static String architecture() {
    return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      case String other -> other;
    };
  }

  private static List<String> namespace() throws IOException, InterruptedException {
    if (!System.getProperty("user.name").equals("root")) {
      return List.of();
    }
    Process trial;
    try {
      trial = new ProcessBuilder("unshare", "-U", "true").redirectErrorStream(true).start();
    } catch (IOException missing) {
      throw new IllegalStateException(
          "PostgreSQL: as root it needs 'unshare' (package util-linux), or run as an ordinary user",
          missing);
    }
    String said =
        new String(trial.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (trial.waitFor() != 0) {
      throw new IllegalStateException(
          "PostgreSQL: as root it needs user namespaces, which this machine refuses ("
              + said.strip()
              + "); run as an ordinary user");
    }
    return List.of("unshare", "-U");
  }

  private static void unpack(InputStream packed, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(new BufferedInputStream(packed, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException(entry.getName() + ": leads out of the archive");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.resolveSibling("."));
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, file);
          boolean program = (entry.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(
              file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  /**
   * Makes a cluster, unless it is there. An interrupted attempt leaves nothing that looks like one.
   *
   * @param data the cluster's directory
   * @param password of the superuser {@code postgres}
   * @throws IOException when {@code initdb} fails; the message holds what it said
   */
  public void initialise(Path data, String password) throws IOException, InterruptedException {
    if (Files.exists(data.resolve("PG_VERSION"))) {
      return;
    }
    Path partial = data.resolveSibling(data.getFileName() + ".partial");
    delete(partial);
    Files.createDirectories(data.resolveSibling("."));
    Path secret = Files.createTempFile(data.resolveSibling("."), "initdb", "");
    try {
      Files.writeString(secret, password);
      run(
          "initdb",
          List.of(
              "-D",
              partial.toString(),
              "-U",
              "postgres",
              "-A",
              "scram-sha-256",
              "--pwfile=" + secret,
              "-E",
              "UTF8",
              "--locale=C",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8"));
    } finally {
      Files.deleteIfExists(secret);
    }
    Files.move(partial, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private void run(String program, List<String> arguments)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(program, arguments)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(program + " failed: " + said.strip());
    }
  }

  private List<String> command(String program, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(programs.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    return command;
  }

  /**
   * The command whose process is the server. Ends quickly and cleanly on SIGINT.
   *
   * @param data an initialised cluster
   * @param port on 127.0.0.1
   */
  public List<String> server(Path data, int port) {
    List<String> arguments = new ArrayList<>(List.of("-D", data.toString(), "-p", "" + port));
    for (String setting :
        List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
            "timezone=UTC",
            "log_timezone=UTC",
            "shared_buffers=64MB")) {
      arguments.add("-c");
      arguments.add(setting);
    }
    return command("postgres", arguments);
  }

  /** Deletes a folder and all in it, if it is there. */
  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (NoSuchFileException none) {
      return;
    }
  }
}
