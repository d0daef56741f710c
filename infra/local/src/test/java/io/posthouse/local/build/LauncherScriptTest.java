package io.posthouse.local.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What {@code ./posthouse} builds the launcher from is all that the launcher needs of this project.
 */
class LauncherScriptTest {

  private static final Path PROJECT = Path.of("..", "..");
  private static final Pattern MODULES =
      Pattern.compile("^launcher_modules=(\\S+)$", Pattern.MULTILINE);
  private static final Pattern OWN_DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>io\\.posthouse</groupId>\\s*<artifactId>([^<]+)</artifactId>");

  @Test
  void theLauncherNeedsNoModuleThatTheScriptDoesNotBuild() throws IOException {
    // Given the modules that the script names: in a fresh clone no repository holds any other of
    // ours
    var named = MODULES.matcher(Files.readString(PROJECT.resolve("posthouse")));
    assertThat(named.find()).as("launcher_modules= in ./posthouse").isTrue();
    Set<String> built = new TreeSet<>();
    for (var module : named.group(1).split(",", -1)) {
      built.add(module.replace('/', '-'));
    }
    // When each one's own dependencies outside profiles are read, of every scope: Maven resolves
    // them all
    Set<String> needed = new TreeSet<>();
    for (var module : named.group(1).split(",", -1)) {
      var pom = Files.readString(PROJECT.resolve(module).resolve("pom.xml"));
      var profiles = pom.indexOf("<profiles>");
      OWN_DEPENDENCY
          .matcher(profiles < 0 ? pom : pom.substring(0, profiles))
          .results()
          .forEach(found -> needed.add(found.group(1)));
    }
    // Then
    assertThat(needed).isNotEmpty();
    assertThat(built).containsAll(needed);
  }
}
