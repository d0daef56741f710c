package io.posthouse.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's table of what proves what names tests that exist, for every invariant. */
class ProofTableTest {

  private static final Pattern NAMED =
      Pattern.compile("`([A-Z]\\w+(?:IT|Test|Tests))(?:\\.(\\w+))?`");

  @Test
  void everyTestInItExistsAndNoInvariantIsLeftOut() throws IOException {
    // Given
    String readme = Files.readString(Path.of("README.md"));
    String table = readme.substring(readme.indexOf("## What proves what"));
    Map<String, String> sources = sources();

    // When
    List<String> missing = new ArrayList<>();
    Matcher named = NAMED.matcher(table);
    while (named.find()) {
      String source = sources.get(named.group(1));
      if (source == null
          || (named.group(2) != null && !source.contains("void " + named.group(2) + "("))) {
        missing.add(named.group());
      }
    }

    // Then
    assertThat(missing).isEmpty();
    for (int i = 1; i <= 20; i++) {
      assertThat(table).contains("| I" + i + " |");
    }
    for (int i = 1; i <= 9; i++) {
      assertThat(table).contains("| M" + i + " |");
    }
    for (int i = 1; i <= 7; i++) {
      assertThat(table).contains("| T" + i + " |");
    }
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (String module :
        List.of(".", "../relay-service", "../referral-service", "../infra/local")) {
      try (Stream<Path> files = Files.walk(Path.of(module, "src/test/java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          sources.merge(name, Files.readString(file), String::concat);
        }
      }
    }
    return sources;
  }
}
