package io.posthouse.local.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipFile;

/**
 * A digest of what a module is built from. Times do not count: a checkout gives new ones to old
 * content.
 */
final class SourceDigest {

  private static final Set<String> LEFT_OUT = Set.of("target", "node_modules", "test", "jmh");

  private SourceDigest() {}

  /**
   * The digest of the project's pom and some modules' sources.
   *
   * @param folders modules, relative to the project
   */
  static String of(Path project, Iterable<String> folders) {
    MessageDigest digest = sha256();
    update(digest, project, project.resolve("pom.xml"));
    for (String folder : folders) {
      for (Path file : files(project.resolve(folder))) {
        update(digest, project, file);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static void update(MessageDigest digest, Path project, Path file) {
    try {
      digest.update(project.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(Files.readAllBytes(file));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Set<Path> files(Path folder) {
    Set<Path> files = new TreeSet<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(
                Path directory, BasicFileAttributes attributes) {
              boolean leftOut = LEFT_OUT.contains(directory.getFileName().toString());
              boolean source = directory.startsWith(folder.resolve("src/main"));
              return leftOut && !source ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (!file.getFileName().toString().endsWith(".md")) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return files;
  }

  /**
   * The digest of a jar's content by the checksums in its directory, 16 characters of it: enough to
   * tell two builds apart, and done in no time for 100 MB.
   */
  static String ofJar(Path jar) {
    MessageDigest digest = sha256();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.stream()
          .map(entry -> entry.getName() + " " + entry.getSize() + " " + entry.getCrc() + "\n")
          .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException failed) {
      throw new UncheckedIOException(jar + ": cannot be read", failed);
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
  }
}
