package io.posthouse.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Writes down, step by step, what happens to one call. */
final class Script {

  private static final Duration FIRST_BYTE = Duration.ofSeconds(2);
  private static final Duration BETWEEN_CHUNKS = Duration.ofMillis(200);

  private final Dialect dialect;
  private final String id;
  private final List<Step> steps = new ArrayList<>();

  private Script(Dialect dialect, String id) {
    this.dialect = dialect;
    this.id = id;
  }

  /** A call's script, with its fault. */
  static List<Step> of(Dialect dialect, Call call, Fault fault, String id, Instant now) {
    Script script = new Script(dialect, id);
    switch (fault) {
      case Fault.Hang() -> script.steps.add(new Step.Silence());
      case Fault.Refusal(int status) -> script.refuse(status, "asked of the simulator: " + status);
      case Fault.Html() -> script.html();
      case Fault.None _, Fault.Slow _, Fault.Half _, Fault.NoUsage _, Fault.Wordy _ ->
          script.answer(call, fault, now);
    }
    return script.steps;
  }

  /** A refusal. */
  static List<Step> refusal(Dialect dialect, int status, String message, String id) {
    Script script = new Script(dialect, id);
    script.refuse(status, message);
    return script.steps;
  }

  /** A JSON document. */
  static List<Step> json(int status, JsonNode body) {
    Script script = new Script(new OpenAi(), "");
    script.whole(status, Map.of("content-type", "application/json"), bytes(body), "complete");
    return script.steps;
  }

  private void refuse(int status, String message) {
    Map<String, String> headers = headers("application/json");
    if (status == 429) {
      headers.put("retry-after", "7");
    }
    whole(status, headers, bytes(dialect.error(status, message, "req_" + id)), "complete");
  }

  private void html() {
    byte[] page =
        "<!doctype html><title>Simulator</title><p>Not an answer.".getBytes(StandardCharsets.UTF_8);
    whole(200, headers("text/html; charset=utf-8"), page, "fault");
  }

  private void answer(Call call, Fault fault, Instant now) {
    if (!call.stream() && fault.equals(Fault.named("error-mid"))) {
      refuse(500, "asked of the simulator: 500");
      return;
    }
    Answer answer = Answer.to(call, fault);
    if (fault instanceof Fault.Slow) {
      steps.add(new Step.Pause(FIRST_BYTE));
    }
    if (call.stream()) {
      stream(dialect.events(call, answer, id, now), fault);
    } else if (fault instanceof Fault.Half(Fault.Ending ending)) {
      half(bytes(dialect.whole(call, answer, id, now)), ending);
    } else {
      whole(
          200,
          headers("application/json"),
          bytes(dialect.whole(call, answer, id, now)),
          "complete");
    }
  }

  private void stream(List<byte[]> events, Fault fault) {
    Map<String, String> headers = headers("text/event-stream; charset=utf-8");
    headers.put("cache-control", "no-cache");
    steps.add(new Step.Head(200, headers, -1));
    boolean half = fault instanceof Fault.Half;
    int sent = half ? events.size() / 2 : events.size();
    for (int i = 0; i < sent; i++) {
      if (i > 0 && fault instanceof Fault.Slow) {
        steps.add(new Step.Pause(BETWEEN_CHUNKS));
      }
      steps.add(new Step.Bytes(events.get(i)));
    }
    if (fault instanceof Fault.Half(Fault.Ending ending)) {
      end(ending);
    } else {
      steps.add(new Step.Finish("complete"));
    }
  }

  private void half(byte[] body, Fault.Ending ending) {
    byte[] half = java.util.Arrays.copyOf(body, body.length / 2);
    int length = ending == Fault.Ending.EOF ? half.length : body.length;
    steps.add(new Step.Head(200, headers("application/json"), length));
    steps.add(new Step.Bytes(half));
    end(ending);
  }

  private void end(Fault.Ending ending) {
    switch (ending) {
      case SILENCE -> steps.add(new Step.Silence());
      case RESET -> steps.add(new Step.Reset());
      case EOF -> steps.add(new Step.Finish("fault"));
      case ERROR_EVENT -> {
        steps.add(new Step.Bytes(dialect.errorEvent("req_" + id)));
        steps.add(new Step.Finish("fault"));
      }
    }
  }

  private void whole(int status, Map<String, String> headers, byte[] body, String end) {
    steps.add(new Step.Head(status, headers, body.length));
    steps.add(new Step.Bytes(body));
    steps.add(new Step.Finish(end));
  }

  private Map<String, String> headers(String contentType) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("content-type", contentType);
    headers.put(dialect.requestIdHeader(), "req_" + id);
    return headers;
  }

  private static byte[] bytes(JsonNode json) {
    return Dialect.JSON.writeValueAsBytes(json);
  }
}
