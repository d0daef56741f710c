package io.posthouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every variable that the chart sets is one that docs/configuration.md knows. */
class DocumentedConfigurationTest {

  private static final Path DOCUMENT = Path.of("../docs/configuration.md");
  private static final Pattern QUOTED = Pattern.compile("`([^`\\s]+)`");

  /** The documented names as environment variables; those that end in {@code _*} are prefixes. */
  private static Set<String> documented() throws IOException {
    Set<String> names = new HashSet<>();
    String parent = "";
    Matcher quoted = QUOTED.matcher(Files.readString(DOCUMENT));
    while (quoted.find()) {
      String token = quoted.group(1);
      if (token.startsWith(".")) {
        names.add(variable(parent + token));
      } else if (token.contains(".")) {
        parent = token.substring(0, token.lastIndexOf('.'));
        names.add(variable(token));
      } else {
        names.add(token);
      }
    }
    return names;
  }

  private static String variable(String property) {
    return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "full", "mesh"})
  void isDocumented(String last) throws IOException {
    Set<String> documented = documented();
    Manifests manifests = Chart.render("minimal", last);
    Set<String> unknown = new TreeSet<>();

    manifests
        .pods()
        .keySet()
        .forEach(
            name ->
                manifests.environment(name).keySet().stream()
                    .filter(variable -> !variable.equals("LOGGING_LEVEL_ROOT"))
                    .filter(variable -> !isKnown(variable, documented))
                    .forEach(unknown::add));

    assertThat(unknown).isEmpty();
  }

  private static boolean isKnown(String variable, Set<String> documented) {
    return documented.contains(variable)
        || documented.stream()
            .filter(name -> name.endsWith("_*"))
            .anyMatch(name -> variable.startsWith(name.substring(0, name.length() - 1)));
  }

  @Test
  void readsNamesThatShareABeginning() throws IOException {
    assertThat(documented())
        .contains(
            "SPRING_DATASOURCE_URL",
            "SPRING_DATASOURCE_PASSWORD",
            "POSTHOUSE_KEYCLOAK_CLIENTSECRET");
  }
}
