package io.posthouse.benchmark.hop;

import io.posthouse.testing.TestIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Sets up what the relay sells, through the operator's API. */
final class Catalogue {

  private final HttpClient client = HttpClient.newHttpClient();
  private final String operatorUrl;

  Catalogue(String operatorUrl) {
    this.operatorUrl = operatorUrl;
  }

  /** A channel for each way, with one upstream at that port. */
  void sell(List<Requests.Way> ways, int upstream) {
    for (Requests.Way way : ways) {
      String channel = way.channel();
      post(
          "/api/operator/channels",
          "{\"name\":\"%1$s\",\"displayName\":{\"en\":\"%1$s\",\"zh\":\"%1$s\"},\"multiplier\":\"0.5\",\"order\":1,\"models\":[\"%2$s\"]}"
              .formatted(channel, Neighbours.MODEL));
      boolean chat = way.protocol().equals("openai");
      post(
          "/api/operator/upstreams",
          "{\"channel\":\"%1$s\",\"name\":\"up-%1$s\",\"protocol\":\"%2$s\",\"baseUrl\":\"http://127.0.0.1:%3$d%4$s\",\"credentials\":[\"%5$s\"],\"surfaces\":[\"%6$s\"],\"models\":{\"%7$s\":\"their-model\"}}"
              .formatted(
                  channel,
                  way.protocol(),
                  upstream,
                  chat ? "/v1" : "",
                  way.shape().credential(),
                  chat ? "chat" : "messages",
                  Neighbours.MODEL));
    }
  }

  private void post(String path, String body) {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(operatorUrl + path))
                  .timeout(Duration.ofSeconds(30))
                  .header("Authorization", "Bearer " + TestIdentity.operator())
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 201) {
        throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
