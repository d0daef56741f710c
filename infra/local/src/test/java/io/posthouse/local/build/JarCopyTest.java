package io.posthouse.local.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarCopyTest {

  @Test
  void partsThatAskForTheSameCopyAtOnceAllGetIt(@TempDir Path folder) throws Exception {
    Path jar = Files.write(folder.resolve("a.jar"), new byte[1 << 20]);

    for (int round = 0; round < 20; round++) {
      Path copy = folder.resolve("apps-" + round).resolve("a.jar");
      Callable<Void> part =
          () -> {
            JarCopy.make(jar, copy);
            return null;
          };
      try (var threads = Executors.newFixedThreadPool(4)) {
        for (Future<Void> made :
            threads.invokeAll(IntStream.range(0, 4).mapToObj(i -> part).toList())) {
          made.get();
        }
      }

      assertThat(copy).hasSameBinaryContentAs(jar);
      try (Stream<Path> files = Files.list(copy.getParent())) {
        assertThat(files).containsExactly(copy);
      }
    }
  }
}
