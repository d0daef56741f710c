package io.posthouse.local.demo;

import io.posthouse.local.home.Home;
import io.posthouse.local.home.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that uses the public endpoint and the mail sink. */
final class Api implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SETTLING = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final JsonMapper json = JsonMapper.builder().build();
  private final String origin;

  /** The endpoint's origin, without a trailing slash. */
  Api(String origin) {
    this.origin = origin;
  }

  /**
   * An answer.
   *
   * @param request what was asked, for messages
   * @param status the HTTP status
   * @param body as JSON; null node when it is none
   * @param requestId the relay's id of a call; empty for other requests
   */
  record Answer(String request, int status, JsonNode body, Optional<String> requestId) {

    /** The body of a success. */
    JsonNode expect(Integer... statuses) {
      if (!List.of(statuses).contains(status)) {
        throw new StackException(
            "%s: %d %s (expected: %s)".formatted(request, status, body, List.of(statuses)));
      }
      return body;
    }
  }

  /** GET of a path, or of a whole address. */
  Answer get(String path, Map<String, String> headers) throws InterruptedException {
    return send("GET", path, HttpRequest.BodyPublishers.noBody(), headers);
  }

  /** A JSON body. */
  Answer send(String method, String path, Object body, Map<String, String> headers)
      throws InterruptedException {
    Map<String, String> all = new java.util.TreeMap<>(headers);
    all.put("content-type", "application/json");
    return send(
        method, path, HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)), all);
  }

  /** A form, without a sign-in. */
  Answer form(String address, String form) throws InterruptedException {
    return send(
        "POST",
        address,
        HttpRequest.BodyPublishers.ofString(form),
        Map.of("content-type", "application/x-www-form-urlencoded"));
  }

  /**
   * A service that has just started is not in the gateway's list yet: the gateway answers 503 for
   * it and has sent nothing on, so the request may be made again.
   */
  private Answer send(
      String method, String path, HttpRequest.BodyPublisher body, Map<String, String> headers)
      throws InterruptedException {
    long end = System.nanoTime() + SETTLING.toNanos();
    Answer answer = sendOnce(method, path, body, headers);
    while (answer.status() == 503 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(200);
      answer = sendOnce(method, path, body, headers);
    }
    return answer;
  }

  private Answer sendOnce(
      String method, String path, HttpRequest.BodyPublisher body, Map<String, String> headers)
      throws InterruptedException {
    String address = path.startsWith("http") ? path : origin + path;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).method(method, body);
    headers.forEach(request::header);
    String asked = method + " " + path;
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(
          asked,
          answer.statusCode(),
          parse(answer.body()),
          answer.headers().firstValue("x-posthouse-request-id"));
    } catch (IOException failed) {
      throw new StackException(asked + ": no answer: " + Home.reason(failed), failed);
    }
  }

  private JsonNode parse(String text) {
    try {
      return text.isBlank() ? json.nullNode() : json.readTree(text);
    } catch (RuntimeException notJson) {
      return json.getNodeFactory().stringNode(text);
    }
  }

  /** The header of a person's token. */
  static Map<String, String> bearer(String token) {
    return Map.of("authorization", "Bearer " + token);
  }

  @Override
  public void close() {
    http.close();
  }
}
