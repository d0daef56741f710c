package io.posthouse.relay;

import tools.jackson.databind.JsonNode;

/** Upstreams of one channel, and what an operator does to them. */
abstract class RoutingFixture extends RelayFixture {

  static final String ANSWER = PassThroughIT.ANSWER;

  static String body(Sale sale) {
    return "{\"model\":\"" + sale.model() + "\",\"max_tokens\":9}";
  }

  static void answers(FakeUpstream upstream, int times) {
    for (int i = 0; i < times; i++) {
      upstream.then(it -> it.json(200, ANSWER));
    }
  }

  void operatorPost(String path) {
    operator().post().uri(path).exchange().expectStatus().isOk();
  }

  String upstreamOf(Sale sale, FakeUpstream fake) {
    JsonNode all =
        json.readTree(
            operator()
                .get()
                .uri("/api/operator/upstreams")
                .exchange()
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody());
    for (JsonNode each : all.path("items")) {
      if (each.path("channel").asString().equals(sale.channel())
          && each.path("baseUrl").asString().endsWith(":" + fake.port())) {
        return each.path("name").asString();
      }
    }
    throw new AssertionError("no such upstream");
  }
}
