package io.posthouse.simulator;

import io.netty.handler.codec.http.FullHttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The last 1,000 calls, without their bodies and credentials. Thread-safe. */
final class CallLog {

  private static final int KEPT = 1_000;
  private static final Set<String> TOLD =
      Set.of(
          "accept",
          "accept-encoding",
          "anthropic-beta",
          "anthropic-version",
          "content-length",
          "content-type",
          "openai-beta",
          "traceparent",
          "transfer-encoding",
          "user-agent");

  private final Map<Long, ReceivedCall> calls = new LinkedHashMap<>();
  private long count;

  /** Writes a call down; returns its number. */
  synchronized long open(FullHttpRequest request, byte[] body) {
    long number = ++count;
    Map<String, String> told = new TreeMap<>();
    for (String name : TOLD) {
      List<String> values = request.headers().getAll(name);
      if (!values.isEmpty()) {
        told.put(name, String.join("\n", values));
      }
    }
    String credential = Credential.of(request.headers());
    calls.put(
        number,
        new ReceivedCall(
            number,
            request.method().name(),
            Routes.path(request.uri()),
            Routes.query(request.uri()),
            null,
            false,
            credential == null ? null : Credential.fingerprint(credential),
            request.headers().entries().stream()
                .map(header -> header.getKey().toLowerCase(Locale.ROOT))
                .toList(),
            told,
            body.length,
            Credential.sha256(body),
            0,
            "open"));
    if (calls.size() > KEPT) {
      calls.remove(calls.keySet().iterator().next());
    }
    return number;
  }

  synchronized void update(long number, UnaryOperator<ReceivedCall> change) {
    calls.computeIfPresent(number, (same, call) -> change.apply(call));
  }

  synchronized List<ReceivedCall> recent() {
    return List.copyOf(calls.values());
  }

  synchronized void clear() {
    calls.clear();
  }
}
