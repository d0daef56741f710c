package io.posthouse.gateway.site;

import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code GET /api/docs}: each service's OpenAPI, as it was when this service was built. */
@RestController
class ApiDocs {

  private static final MediaType YAML = MediaType.parseMediaType("application/yaml");
  private static final List<String> SERVICES =
      List.of(
          "gateway-service",
          "relay-service",
          "auth-service",
          "billing-service",
          "referral-service",
          "notification-service");

  /** The list. */
  record Documents(List<Document> items) {}

  /** One service's. */
  record Document(String service, String url) {}

  @GetMapping("/api/docs")
  Documents documents() {
    return new Documents(
        SERVICES.stream()
            .filter(service -> resource(service).exists())
            .map(service -> new Document(service, "/api/docs/" + service))
            .toList());
  }

  @GetMapping("/api/docs/{service}")
  ResponseEntity<Resource> document(@PathVariable String service) {
    if (!SERVICES.contains(service) || !resource(service).exists()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return ResponseEntity.ok().contentType(YAML).body(resource(service));
  }

  private static Resource resource(String service) {
    return new ClassPathResource("contracts/" + service + "/openapi.yaml");
  }
}
