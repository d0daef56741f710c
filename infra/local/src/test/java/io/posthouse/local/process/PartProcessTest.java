package io.posthouse.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthouse.local.home.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartProcessTest {

  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", System.getenv("PATH"));

  @TempDir Path folder;
  private Home home;
  private Marker marker;
  private PartProcess part;

  @BeforeEach
  void prepare() {
    home = new Home(folder.resolve("a home"), folder);
    home.create();
    marker = new Marker(List.of("marker-of-" + folder.getFileName()));
    part = new PartProcess(home, "part", marker);
  }

  @AfterEach
  void end() throws Exception {
    part.stop("KILL", Duration.ofSeconds(5));
  }

  @Test
  void isKnownAgainByItsCommandLine() {
    PartProcess.Started started = start("sleep 60");

    assertThat(part.pid()).hasValue(started.process().pid());
    assertThat(home.run("part.pid")).hasContent(Long.toString(started.process().pid()));
    assertThat(part.runs(launch("sleep 60").fingerprint(ENVIRONMENT))).isTrue();
    assertThat(part.runs("another")).isFalse();
  }

  @Test
  void isNotTakenForAnotherProcessThatHasItsNumberAfterAReboot() throws Exception {
    Files.writeString(home.run("part.pid"), ProcessHandle.current().pid() + "\n");

    assertThat(part.pid()).isEmpty();
    assertThat(part.stop("KILL", Duration.ofSeconds(1))).isTrue();
    assertThat(home.run("part.pid")).doesNotExist();
  }

  @Test
  void isFoundThoughItsFileIsLost() throws Exception {
    PartProcess.Started started = start("sleep 60");
    Files.delete(home.run("part.pid"));

    assertThat(part.pid()).hasValue(started.process().pid());
  }

  @Test
  void isEndedByForceWhenAskingDoesNotHelpWithWhatItStarted() throws Exception {
    // Given
    PartProcess.Started started = start("trap '' TERM; sleep 60 & echo ready; wait; wait");
    await().until(() -> started.text().contains("ready"));
    List<ProcessHandle> children = started.process().toHandle().descendants().toList();
    assertThat(children).isNotEmpty();

    // When
    boolean byItself = part.stop("TERM", Duration.ofMillis(300));

    // Then
    assertThat(byItself).isFalse();
    assertThat(part.pid()).isEmpty();
    await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void showsWhatItSaidLastWithoutStackFrames() {
    PartProcess.Started started =
        start("echo 'cause'; printf '\\tat a.B.c(D.java:1)\\n'; echo done");

    await().until(() -> started.text().contains("done"));

    assertThat(started.lastLines(5)).containsExactly("cause", "done");
  }

  private PartProcess.Started start(String script) {
    return part.start(launch(script), ENVIRONMENT, Clock.systemUTC());
  }

  private Launch launch(String script) {
    return new Launch(
        List.of("bash", "-c", script + "; exit 0", marker.arguments().getFirst()),
        List.of(),
        Map.of(),
        Map.of(),
        false,
        folder,
        marker);
  }
}
