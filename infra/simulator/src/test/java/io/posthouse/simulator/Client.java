package io.posthouse.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain HTTP client of the simulator, and a strict reader of server-sent events. */
final class Client {

  static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Simulator simulator;

  Client(Simulator simulator) {
    this.simulator = simulator;
  }

  HttpResponse<String> send(String method, String path, String body, String... headers) {
    try {
      return http.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  HttpRequest request(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(simulator.url() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  HttpResponse<String> messages(String body) {
    return send(
        "POST", "/v1/messages", body, "x-api-key", "sim", "anthropic-version", "2023-06-01");
  }

  HttpResponse<String> chat(String body) {
    return send("POST", "/v1/chat/completions", body, "authorization", "Bearer sim");
  }

  static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  /** One event. */
  record Sse(String event, String data) {
    JsonNode json() {
      return JSON.readTree(data);
    }
  }

  /** Reads a stream; a line that is not exactly {@code event: X} or {@code data: X} is an error. */
  static List<Sse> events(String body) {
    if (!body.endsWith("\n\n")) {
      throw new AssertionError("the last event has no blank line");
    }
    List<Sse> events = new ArrayList<>();
    for (String block : body.substring(0, body.length() - 2).split("\n\n", -1)) {
      String event = "";
      String data = null;
      for (String line : block.split("\n", -1)) {
        if (line.startsWith("event: ") && event.isEmpty() && data == null) {
          event = line.substring("event: ".length());
        } else if (line.startsWith("data: ") && data == null) {
          data = line.substring("data: ".length());
        } else {
          throw new AssertionError("not a line of a stream: " + line);
        }
      }
      if (data == null) {
        throw new AssertionError("an event without data: " + block);
      }
      events.add(new Sse(event, data));
    }
    return events;
  }
}
