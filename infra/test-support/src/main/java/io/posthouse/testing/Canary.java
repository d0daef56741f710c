package io.posthouse.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Words that nobody else uses, put where customers' words go, and the search for them where nothing
 * of that may be kept (P04). Random, so that compression leaves them as they are.
 */
public final class Canary {

  private static final int BLOCK = 1 << 20;
  private static final int LONGEST = 64;

  private final String song;
  private final Pattern pattern;

  private Canary(String song) {
    this.song = song;
    this.pattern = Pattern.compile(song + "[a-z]*");
  }

  /** One of its own. */
  public static Canary fresh() {
    byte[] random = new byte[8];
    new SecureRandom().nextBytes(random);
    return new Canary("cnry" + HexFormat.of().formatHex(random));
  }

  /**
   * A word that tells where it was put.
   *
   * @param kind lower-case letters, such as {@code prompt}
   */
  public String word(String kind) {
    return song + kind;
  }

  /** The words of this canary in a text, each once. */
  public List<String> in(@Nullable String text) {
    TreeSet<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(text == null ? "" : text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return List.copyOf(found);
  }

  /** The words of this canary in a folder's files, whatever those are: {@code FILE: WORD}. */
  public List<String> below(Path folder) {
    List<String> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              if (attributes.isRegularFile()) {
                for (String word : inFile(file)) {
                  found.add(folder.relativize(file) + ": " + word);
                }
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failed) {
              // A server may remove its own files at any time.
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return found;
  }

  private List<String> inFile(Path file) throws IOException {
    TreeSet<String> found = new TreeSet<>();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] block = new byte[BLOCK];
      int kept = 0;
      int read = in.read(block, 0, BLOCK);
      while (read >= 0) {
        int filled = kept + read;
        found.addAll(in(new String(block, 0, filled, StandardCharsets.ISO_8859_1)));
        kept = Math.min(LONGEST, filled);
        System.arraycopy(block, filled - kept, block, 0, kept);
        read = in.read(block, kept, BLOCK - kept);
      }
    } catch (NoSuchFileException gone) {
      return List.of();
    }
    return List.copyOf(found);
  }
}
