package io.posthouse.benchmark.hop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the program was told: {@code --rounds=7 --seconds=2 --only=W1,W3 --json=FILE --relay=JAR
 * --relay-options="-Dx=y" --log=FILE}.
 *
 * @param only workloads by id; empty for all
 * @param json where the rows go too; null for nowhere
 */
record Options(
    int rounds,
    Duration time,
    Set<String> only,
    @Nullable Path json,
    Path relayJar,
    Path log,
    List<String> relayOptions) {

  private static final Set<String> KNOWN =
      Set.of("rounds", "seconds", "only", "json", "relay", "relay-options", "log");

  /**
   * Reads them.
   *
   * @throws IllegalStateException naming one that is unknown
   */
  static Options of(String... arguments) {
    Map<String, String> told =
        Stream.of(arguments)
            .map(argument -> argument.split("=", 2))
            .collect(
                Collectors.toMap(
                    pair -> pair[0].replaceFirst("^--", ""),
                    pair -> pair.length > 1 ? pair[1] : ""));
    told.keySet().stream()
        .filter(name -> !KNOWN.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalStateException("--" + name + ": unknown (expected: " + KNOWN + ")");
            });
    String json = told.get("json");
    return new Options(
        Integer.parseInt(told.getOrDefault("rounds", "7")),
        Duration.ofSeconds(Integer.parseInt(told.getOrDefault("seconds", "2"))),
        words(told.getOrDefault("only", ""), ","),
        json == null ? null : Path.of(json),
        Path.of(told.getOrDefault("relay", "relay-service/target/relay-service.jar")),
        Path.of(told.getOrDefault("log", "infra/benchmark/target/relay.log")),
        List.copyOf(words(told.getOrDefault("relay-options", ""), " ")));
  }

  private static Set<String> words(String text, String separator) {
    return Stream.of(text.split(separator, -1))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
  }

  boolean wants(String id) {
    return only.isEmpty() || only.contains(id);
  }
}
