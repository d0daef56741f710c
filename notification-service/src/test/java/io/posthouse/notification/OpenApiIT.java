package io.posthouse.notification;

import io.posthouse.testing.OpenApiContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class OpenApiIT extends NotificationFixture {

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mappings;

  @Test
  void servesExactlyWhatTheContractSays() {
    OpenApiContract.read(Path.of("contracts/openapi.yaml")).assertServedBy(mappings);
  }
}
