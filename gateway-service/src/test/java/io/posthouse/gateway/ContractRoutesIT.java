package io.posthouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.testing.TestIdentity;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/**
 * Every operation of every service's own contract reaches that service through the front door, for
 * whom the contract says: everybody, people with the path's role, or API keys. What is internal
 * reaches nobody.
 */
class ContractRoutesIT extends GatewayIntegration {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  /** An operation, with a value for each variable of its path. */
  private record Operation(String method, String path, boolean isOpen) {

    String token() {
      return path.startsWith("/api/support/")
          ? TestIdentity.support()
          : path.startsWith("/api/operator/")
              ? TestIdentity.operator()
              : TestIdentity.customer("a-1");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"auth-service", "billing-service", "relay-service", "notification-service"})
  void eachOperationReachesItsServiceForWhomItIs(String service) throws IOException {
    FakeService behind =
        switch (service) {
          case "auth-service" -> AUTH;
          case "billing-service" -> BILLING;
          case "relay-service" -> OPERATOR;
          default -> NOTIFICATION;
        };
    TestKey key = aKey();

    for (Operation each : operations(service)) {
      int before = behind.count();
      int nobody = answer(asking(each), each);
      if (each.path().startsWith("/internal/")) {
        assertThat(nobody).as("%s, internal", each).isEqualTo(404);
        assertThat(behind.count()).as("%s, internal", each).isEqualTo(before);
        continue;
      }
      assertThat(nobody).as("%s, by nobody", each).isEqualTo(each.isOpen() ? 200 : 401);
      HttpRequest.Builder known =
          each.path().startsWith("/v1/")
              ? asking(each).header("x-api-key", key.secret())
              : asking(each).header("authorization", "Bearer " + each.token());
      assertThat(answer(known, each)).as("%s, by whom it is for", each).isEqualTo(200);
      assertThat(behind.last().method()).isEqualTo(each.method());
      assertThat(behind.last().uri()).isEqualTo(each.path());
    }
  }

  /** No instance of it is there in these tests: who may come in is told that it is down. */
  @ParameterizedTest
  @ValueSource(strings = "referral-service")
  void whoMayComeInIsToldWhichServiceIsDown(String service) throws IOException {
    for (Operation each : operations(service)) {
      assertThat(send(asking(each)).statusCode()).as("%s, by nobody", each).isEqualTo(401);
      assertThat(send(asking(each).header("authorization", "Bearer " + each.token())).statusCode())
          .as("%s, by whom it is for", each)
          .isEqualTo(503);
    }
  }

  private static int answer(HttpRequest.Builder request, Operation operation) {
    try {
      return send(request).statusCode();
    } catch (UncheckedIOException silent) {
      throw new AssertionError(operation + ": no answer", silent);
    }
  }

  private HttpRequest.Builder asking(Operation operation) {
    HttpRequest.Builder request = request(operation.path()).timeout(Duration.ofSeconds(10));
    return switch (operation.method()) {
      case "GET" -> request.GET();
      case "DELETE" -> request.DELETE();
      default ->
          request
              .header("content-type", "application/json")
              .method(operation.method(), HttpRequest.BodyPublishers.ofString("{}"));
    };
  }

  private static List<Operation> operations(String service) throws IOException {
    Map<?, ?> contract;
    try (Reader file =
        Files.newBufferedReader(Path.of("..", service, "contracts", "openapi.yaml"))) {
      contract = new Yaml().load(file);
    }
    List<Operation> operations = new ArrayList<>();
    ((Map<?, ?>) contract.get("paths"))
        .forEach(
            (path, item) ->
                ((Map<?, ?>) item)
                    .forEach(
                        (method, operation) -> {
                          if (METHODS.contains(method)) {
                            operations.add(
                                new Operation(
                                    method.toString().toUpperCase(Locale.ROOT),
                                    at(path.toString()),
                                    isOpen((Map<?, ?>) operation)));
                          }
                        }));
    assertThat(operations).as(service).isNotEmpty();
    return operations;
  }

  private static String at(String template) {
    String path = template.replaceAll("\\{[A-Za-z]+}", "x");
    return path.equals("/api/operator/audit") ? path + "?service=billing" : path;
  }

  private static boolean isOpen(Map<?, ?> operation) {
    return operation.get("security") instanceof List<?> needs && needs.isEmpty();
  }
}
