package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The README's tables of cases name tests that exist, for every case of protocols.md, section 6.
 */
class CaseTableTest {

  /** A test, or another of the class that was named last; a star stands for the rest of a name. */
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z]\\w+(?:IT|Test|Tests))?(?:\\.(\\w+)(\\*)?)?`");

  private static final Pattern CASE = Pattern.compile("\\bT(\\d\\d)\\b");

  @Test
  void everyTestInThemExistsAndNoCaseIsLeftOut() throws IOException {
    // Given
    String readme = Files.readString(Path.of("README.md"));
    String tables = readme.substring(readme.indexOf("## Cases"), readme.indexOf("## Contracts"));
    Map<String, String> sources = sources();

    // When
    List<String> missing = new ArrayList<>();
    Set<Integer> shown = new TreeSet<>();
    for (String line : tables.split("\n", -1)) {
      String[] columns = line.split("\\|", -1);
      Matcher cases = CASE.matcher(columns.length > 2 ? columns[1] : "");
      while (cases.find()) {
        shown.add(Integer.valueOf(cases.group(1)));
      }
      missing(line, sources, missing);
    }

    // Then
    assertThat(missing).isEmpty();
    for (int i = 1; i <= 60; i++) {
      assertThat(shown).contains(i);
    }
  }

  private static void missing(String line, Map<String, String> sources, List<String> missing) {
    String type = "";
    Matcher named = NAMED.matcher(line);
    while (named.find()) {
      type = named.group(1) == null ? type : named.group(1);
      String test = named.group(2);
      String source = sources.getOrDefault(type, "");
      String wanted =
          test == null ? "class " + type : " " + test + (named.group(3) == null ? "(" : "");
      if (!source.contains(wanted)) {
        missing.add(type + ": " + named.group());
      }
    }
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (String module :
        List.of(".", "../gateway-service", "../infra/transport", "../infra/local")) {
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
