package io.posthouse.simulator;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Says what is answered to a request. */
final class Routes {

  private static final Anthropic ANTHROPIC = new Anthropic();
  private static final OpenAi OPENAI = new OpenAi();

  private final Faults faults;
  private final CallLog calls;
  private final Control control;
  private final Clock clock;

  Routes(Faults faults, CallLog calls, Clock clock) {
    this.faults = faults;
    this.calls = calls;
    this.control = new Control(faults, calls);
    this.clock = clock;
  }

  CallLog calls() {
    return calls;
  }

  /** Writes a request into the call log; returns its number, or 0 for one that is not a call. */
  long log(FullHttpRequest request, byte[] body) {
    return path(request.uri()).startsWith("/v1/") ? calls.open(request, body) : 0;
  }

  /** The script of a request. */
  List<Step> answer(FullHttpRequest request, byte[] body, long call) {
    String path = path(request.uri());
    String method = request.method().name();
    String id = UUID.randomUUID().toString().replace("-", "");
    if (path.equals("/health")) {
      return Script.json(200, Dialect.JSON.createObjectNode().put("status", "UP"));
    }
    if (path.startsWith("/control/")) {
      return control.answer(method, path, body);
    }
    Dialect dialect = dialect(path, request.headers());
    String expected = method(path);
    if (expected == null) {
      return Script.refusal(dialect, 404, "No such path.", id);
    }
    if (!method.equals(expected)) {
      return Script.refusal(
          dialect, 405, "method: " + method + " (expected: " + expected + ")", id);
    }
    if (Credential.of(request.headers()) == null) {
      return Script.refusal(
          dialect, 401, "No credential (expected: x-api-key or Authorization).", id);
    }
    if (expected.equals("GET")) {
      return Models.answer(dialect, path, id);
    }
    try {
      return call(dialect, path, body, call, id);
    } catch (JacksonException | IllegalArgumentException invalid) {
      String message =
          invalid instanceof JacksonException
              ? "The body is not a JSON object."
              : invalid.getMessage();
      return Script.refusal(dialect, 400, String.valueOf(message), id);
    }
  }

  private List<Step> call(Dialect dialect, String path, byte[] body, long number, String id) {
    if (!(Dialect.JSON.readTree(body) instanceof ObjectNode json)) {
      throw new IllegalArgumentException("The body is not a JSON object.");
    }
    JsonNode model = json.path("model");
    boolean stream = json.path("stream").booleanValue(false);
    calls.update(number, call -> call.of(model.isString() ? model.stringValue() : null, stream));
    if (path.endsWith("/count_tokens")) {
      Usage usage = ANTHROPIC.count(json, Dialect.requireText(json, "model"));
      return Script.json(200, Dialect.JSON.createObjectNode().put("input_tokens", usage.prompt()));
    }
    Call call = dialect.read(json);
    return Script.of(dialect, call, faults.next(call.model()), id, clock.instant());
  }

  private static @Nullable String method(String path) {
    return switch (path) {
      case "/v1/messages", "/v1/messages/count_tokens", "/v1/chat/completions" -> "POST";
      case "/v1/models" -> "GET";
      default -> path.startsWith("/v1/models/") ? "GET" : null;
    };
  }

  private static Dialect dialect(String path, HttpHeaders headers) {
    if (path.startsWith("/v1/messages")) {
      return ANTHROPIC;
    }
    boolean anthropic = headers.contains("anthropic-version") || headers.contains("x-api-key");
    return anthropic && !path.startsWith("/v1/chat/") ? ANTHROPIC : OPENAI;
  }

  static String path(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  static @Nullable String query(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? null : uri.substring(query + 1);
  }
}
