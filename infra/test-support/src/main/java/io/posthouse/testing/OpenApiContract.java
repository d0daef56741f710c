package io.posthouse.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.Yaml;

/**
 * A service's {@code contracts/openapi.yaml}, compared with what the running service serves: the
 * same paths, each with the same methods, nothing more on either side.
 */
public final class OpenApiContract {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private final Set<String> operations;

  private OpenApiContract(Set<String> operations) {
    this.operations = operations;
  }

  /**
   * Reads a contract.
   *
   * @param file usually {@code contracts/openapi.yaml}, seen from the service's folder
   * @throws IllegalArgumentException when it is not OpenAPI 3.1
   */
  public static OpenApiContract read(Path file) {
    try (Reader text = Files.newBufferedReader(file)) {
      Map<String, Object> document = new Yaml().load(text);
      if (!String.valueOf(document.get("openapi")).startsWith("3.1.")) {
        throw new IllegalArgumentException(
            file + ": openapi: " + document.get("openapi") + " (expected: 3.1.x)");
      }
      Set<String> operations = new TreeSet<>();
      mapOf(document.get("paths"))
          .forEach(
              (path, item) ->
                  mapOf(item).keySet().stream()
                      .filter(METHODS::contains)
                      .forEach(method -> operations.add(operation(method, path))));
      return new OpenApiContract(operations);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> mapOf(@Nullable Object node) {
    return node == null ? Map.of() : (Map<String, Object>) node;
  }

  /** {@code "GET /api/keys/{}"}: what a variable is called does not matter. */
  private static String operation(String method, String path) {
    return method.toUpperCase(Locale.ROOT) + " " + path.replaceAll("\\{[^/]*}", "{}");
  }

  /**
   * Fails unless the service serves exactly what the contract says. Spring's own {@code /error} is
   * left out.
   */
  public void assertServedBy(RequestMappingHandlerMapping mappings) {
    assertServedBy(Set.of(mappings));
  }

  /** As above, for a service with several mappings. */
  public void assertServedBy(Collection<RequestMappingHandlerMapping> mappings) {
    Set<String> served =
        mappings.stream()
            .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
            .flatMap(OpenApiContract::operations)
            .filter(operation -> !operation.endsWith(" /error"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(served).as("what is served, beside the contract").isEqualTo(operations);
  }

  private static Stream<String> operations(RequestMappingInfo info) {
    Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
    return info.getPatternValues().stream()
        .flatMap(
            path ->
                methods.isEmpty()
                    ? Stream.of(operation("any", path))
                    : methods.stream().map(method -> operation(method.name(), path)));
  }
}
