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

/**
 * {@code GET /api/docs}: each service's OpenAPI, and the pages that receipts refer to, as they were
 * when this service was built.
 */
@RestController
class ApiDocs {

  private static final MediaType YAML = MediaType.parseMediaType("application/yaml");
  private static final MediaType MARKDOWN = MediaType.parseMediaType("text/markdown;charset=UTF-8");
  private static final List<String> SERVICES =
      List.of(
          "gateway-service",
          "relay-service",
          "auth-service",
          "billing-service",
          "referral-service",
          "notification-service");
  private static final List<String> PAGES = List.of("charging-rules", "checking-receipts");

  /** The list. */
  record Documents(List<Document> items, List<Page> pages) {}

  /** One service's. */
  record Document(String service, String url) {}

  /** A page for people. */
  record Page(String name, String url) {}

  @GetMapping("/api/docs")
  Documents documents() {
    return new Documents(
        SERVICES.stream()
            .filter(service -> resource(service).exists())
            .map(service -> new Document(service, "/api/docs/" + service))
            .toList(),
        PAGES.stream().map(page -> new Page(page, "/api/docs/" + page)).toList());
  }

  @GetMapping("/api/docs/{name}")
  ResponseEntity<Resource> document(@PathVariable String name) {
    // The pages link to each other by their files' names.
    String page = name.replaceFirst("\\.md$", "");
    if (PAGES.contains(page)) {
      return ResponseEntity.ok()
          .contentType(MARKDOWN)
          .body(new ClassPathResource("docs/" + page + ".md"));
    }
    if (!SERVICES.contains(name) || !resource(name).exists()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return ResponseEntity.ok().contentType(YAML).body(resource(name));
  }

  private static Resource resource(String service) {
    return new ClassPathResource("contracts/" + service + "/openapi.yaml");
  }
}
