package io.posthouse.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryTest {

  @TempDir Path folder;

  @Test
  void findsItsWordsInAnyFileWhereverTheyStand() throws IOException {
    // Given
    Canary canary = Canary.fresh();
    byte[] large = new byte[(1 << 20) + 500];
    byte[] word = canary.word("prompt").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(word, 0, large, (1 << 20) - 10, word.length);
    Files.createDirectories(folder.resolve("a/b"));
    Files.write(folder.resolve("a/b/large.bin"), large);
    Files.writeString(folder.resolve("a/log"), "x " + canary.word("answer") + " y");
    Files.writeString(folder.resolve("a/other"), Canary.fresh().word("prompt"));

    // When // Then
    assertThat(canary.below(folder))
        .containsExactlyInAnyOrder(
            "a/b/large.bin: " + canary.word("prompt"), "a/log: " + canary.word("answer"));
    assertThat(canary.in("no " + canary.word("key"))).containsExactly(canary.word("key"));
    assertThat(canary.in(null)).isEmpty();
  }
}
