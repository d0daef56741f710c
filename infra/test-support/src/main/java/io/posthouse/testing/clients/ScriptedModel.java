package io.posthouse.testing.clients;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An upstream that answers as the prompt asks, in Anthropic Messages ({@code /v1/messages}) and
 * OpenAI Chat ({@code /v1/chat/completions}); to {@code /v1/embeddings} always with one vector.
 * Thread-safe.
 */
public final class ScriptedModel implements AutoCloseable {

  private static final Duration BETWEEN_WORDS = Duration.ofMillis(20);

  /**
   * One request as it came.
   *
   * @param path with its query
   * @param body JSON
   */
  public record Request(String path, String body) {}

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private final AtomicInteger left = new AtomicInteger();

  private ScriptedModel(HttpServer server) {
    this.server = server;
  }

  /** Starts one on a free port of 127.0.0.1. */
  public static ScriptedModel start() {
    try {
      ScriptedModel model =
          new ScriptedModel(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      model.server.setExecutor(model.threads);
      model.server.createContext("/v1/messages/count_tokens", ScriptedModel::count);
      model.server.createContext("/v1/messages", it -> model.answer(it, new MessagesWire()));
      model.server.createContext("/v1/chat/completions", it -> model.answer(it, new ChatWire()));
      model.server.createContext("/v1/embeddings", ScriptedModel::embed);
      model.server.start();
      return model;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** The requests so far, oldest first. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** What was refused, not counting errors that a prompt asked for: what was wrong each time. */
  public List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** How many answers were left by their reader before they ended. */
  public int left() {
    return left.get();
  }

  private static void count(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      json(exchange, 200, Wire.JSON.createObjectNode().put("input_tokens", 25));
    }
  }

  /** Numbers, whatever encoding was asked for, as some compatibles do. */
  private static void embed(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      ObjectNode answer =
          Wire.JSON.createObjectNode().put("object", "list").put("model", "scripted");
      ObjectNode vector = answer.putArray("data").addObject().put("object", "embedding");
      vector.put("index", 0).putArray("embedding").add(0.5).add(-1).add(2);
      answer.putObject("usage").put("prompt_tokens", 3).put("total_tokens", 3);
      json(exchange, 200, answer);
    }
  }

  private void answer(HttpExchange exchange, Wire wire) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      requests.add(new Request(exchange.getRequestURI().toString(), body));
      try {
        Heard heard = wire.read(Wire.JSON.readTree(body));
        Cues cues = Cues.in(heard.text());
        if (cues.error() > 0) {
          json(exchange, cues.error(), wire.error(cues.error(), "as asked: " + cues.error()));
        } else if (heard.stream()) {
          stream(exchange, wire, heard, cues);
        } else {
          json(exchange, 200, wire.whole(heard, cues.answer(heard)));
        }
      } catch (WireException refused) {
        refusals.add(refused.getMessage());
        json(
            exchange,
            refused.status(),
            wire.error(refused.status(), String.valueOf(refused.getMessage())));
      } catch (JacksonException malformed) {
        refusals.add(malformed.getMessage());
        json(exchange, 400, wire.error(400, "not JSON"));
      }
    }
  }

  private static void json(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = Wire.JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void stream(HttpExchange exchange, Wire wire, Heard heard, Cues cues) throws IOException {
    exchange.getResponseHeaders().set("content-type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      if (cues.slow()) {
        endless(out, wire, heard);
        return;
      }
      List<String> events = wire.stream(heard, cues.answer(heard));
      int whole = cues.breaks() ? events.size() / 2 : events.size();
      for (String event : events.subList(0, whole)) {
        send(out, event);
      }
      if (cues.breaks()) {
        send(out, wire.errorEvent("Overloaded"));
      }
    }
  }

  private void endless(OutputStream out, Wire wire, Heard heard) throws IOException {
    try {
      for (String event : wire.opening(heard)) {
        send(out, event);
      }
      while (!threads.isShutdown()) {
        send(out, wire.word(heard));
        LockSupport.parkNanos(BETWEEN_WORDS.toNanos());
      }
    } catch (IOException gone) {
      left.incrementAndGet();
      throw gone;
    }
  }

  private static void send(OutputStream out, String event) throws IOException {
    out.write(event.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
