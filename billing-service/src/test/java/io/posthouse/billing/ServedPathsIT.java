package io.posthouse.billing;

import io.posthouse.testing.OpenApiContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class ServedPathsIT extends OnRealServers {

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  private RequestMappingHandlerMapping mappings;

  @Test
  void servesWhatTheContractSaysAndNothingElse() {
    // Given
    OpenApiContract contract = OpenApiContract.read(Path.of("contracts/openapi.yaml"));

    // When // Then
    contract.assertServedBy(mappings);
  }
}
