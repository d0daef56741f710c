package io.posthouse.gateway.protocol;

import static io.posthouse.gateway.protocol.Surface.Kind.BILLING;
import static io.posthouse.gateway.protocol.Surface.Kind.LIMITS;
import static io.posthouse.gateway.protocol.Surface.Kind.RELAY;
import static io.posthouse.gateway.protocol.Surface.Kind.UNKNOWN;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The paths of protocols.md 1.1, with and without {@code /v1} and with it doubled. The fixed ones
 * are one map look-up.
 */
public final class Surfaces {

  private static final String V1 = "/v1";
  private static final Set<String> GET = Set.of("GET");
  private static final Set<String> POST = Set.of("POST");
  private static final Map<String, Surface> FIXED = fixed();

  private Surfaces() {}

  private static Map<String, Surface> fixed() {
    Map<String, Surface> surfaces = new HashMap<>();
    add(surfaces, "/messages", Protocol.ANTHROPIC, "POST");
    add(surfaces, "/messages/count_tokens", Protocol.ANTHROPIC, "POST");
    add(surfaces, "/chat/completions", Protocol.OPENAI, "POST");
    add(surfaces, "/responses", Protocol.OPENAI, "POST");
    add(surfaces, "/responses/compact", Protocol.OPENAI, "POST");
    add(surfaces, "/responses/input_tokens", Protocol.OPENAI, "POST");
    add(surfaces, "/embeddings", Protocol.OPENAI, "POST");
    add(surfaces, "/models", null, "GET");
    surfaces.put("/v1beta/models", new Surface(RELAY, Protocol.GEMINI, GET, "/v1beta/models"));
    surfaces.put("/v1/balance", new Surface(BILLING, Protocol.OURS, GET, "/v1/balance"));
    surfaces.put("/v1/limits", new Surface(LIMITS, Protocol.OURS, GET, "/v1/limits"));
    return Map.copyOf(surfaces);
  }

  private static void add(
      Map<String, Surface> surfaces, String path, @Nullable Protocol protocol, String method) {
    Surface surface = new Surface(RELAY, protocol, Set.of(method), V1 + path);
    surfaces.put(path, surface);
    surfaces.put(V1 + path, surface);
    surfaces.put(V1 + V1 + path, surface);
  }

  /**
   * What stands behind a path; null when it is none of the key's paths.
   *
   * @param path raw, without the query, clean ({@link RawPath#isClean})
   */
  public static @Nullable Surface of(String path) {
    Surface surface = FIXED.get(path);
    if (surface != null) {
      return surface;
    }
    if (path.startsWith("/v1beta/")) {
      return gemini(path);
    }
    boolean versioned = path.startsWith("/v1/") || path.equals(V1);
    String tail = versioned ? path.substring(V1.length()) : path;
    if (tail.startsWith("/v1/")) {
      tail = tail.substring(V1.length());
    }
    if (isBelow(tail, "/models/")) {
      return new Surface(RELAY, null, GET, V1 + tail);
    }
    if (isBelow(tail, "/responses/")) {
      return new Surface(RELAY, Protocol.OPENAI, Set.of("GET", "POST", "DELETE"), V1 + tail);
    }
    if (versioned && isBelow(tail, "/receipts/") && path.length() == V1.length() + tail.length()) {
      return new Surface(BILLING, Protocol.OURS, GET, path);
    }
    return versioned ? new Surface(UNKNOWN, null, Set.of(), path) : null;
  }

  private static Surface gemini(String path) {
    if (!isBelow(path, "/v1beta/models/")) {
      return new Surface(UNKNOWN, Protocol.GEMINI, Set.of(), path);
    }
    boolean method = path.indexOf(':', "/v1beta/models/".length()) > 0;
    return new Surface(RELAY, Protocol.GEMINI, method ? POST : GET, path);
  }

  private static boolean isBelow(String path, String prefix) {
    return path.length() > prefix.length() && path.startsWith(prefix);
  }
}
