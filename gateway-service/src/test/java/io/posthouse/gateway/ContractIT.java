package io.posthouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.Yaml;

class ContractIT extends GatewayIntegration {

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mappings;

  @Test
  void servesWhatItsContractSaysAndNothingElse() throws Exception {
    TreeSet<String> stated = new TreeSet<>();
    try (Reader text = Files.newBufferedReader(Path.of("contracts/openapi.yaml"))) {
      Map<String, Object> document = new Yaml().load(text);
      ((Map<?, ?>) document.get("paths"))
          .keySet()
          .forEach(path -> stated.add(String.valueOf(path)));
    }

    TreeSet<String> served =
        mappings.getHandlerMethods().keySet().stream()
            .flatMap(info -> info.getPatternsCondition().getPatterns().stream())
            .map(pattern -> pattern.getPatternString())
            .collect(Collectors.toCollection(TreeSet::new));
    served.add("/v1/limits");

    assertThat(served).isEqualTo(stated);
    assertThat(send(request("/v1/limits").header("x-api-key", aKey().secret())).statusCode())
        .isEqualTo(200);
  }
}
