package io.posthouse.transport;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which headers go up to a provider, and which come back (protocols.md 1.2 and 3.5). Pure functions
 * over allow-lists: what is not named stays behind, so neither the client's credential, nor
 * anything about the client's network, nor our accounts at providers can pass.
 */
public final class HeaderRules {

  /** Whose API an upstream speaks. */
  public enum Provider {
    ANTHROPIC,
    OPENAI,
    GEMINI
  }

  private static final Set<String> UP =
      Set.of("content-type", "accept", "user-agent", "x-app", "idempotency-key");
  private static final List<String> UP_PREFIXES = List.of("x-stainless-");
  private static final List<String> ANTHROPIC_UP_PREFIXES = List.of("anthropic-", "x-claude-code-");
  private static final Set<String> OPENAI_UP =
      Set.of("openai-beta", "session_id", "session-id", "originator", "x-client-request-id");
  private static final List<String> OPENAI_UP_PREFIXES = List.of("x-codex-", "x-claude-code-");

  private static final Set<String> DOWN =
      Set.of(
          "content-type",
          "content-length",
          "content-encoding",
          "content-language",
          "request-id",
          "x-request-id",
          "retry-after",
          "retry-after-ms",
          "x-should-retry",
          "openai-processing-ms",
          "openai-version");
  private static final List<String> LIMITS =
      List.of(
          "x-ratelimit-",
          "anthropic-ratelimit-requests-",
          "anthropic-ratelimit-tokens-",
          "anthropic-ratelimit-input-tokens-",
          "anthropic-ratelimit-output-tokens-");

  private static final String ANTHROPIC_VERSION = "anthropic-version";
  private static final String OLDEST_VERSION = "2023-06-01";

  private HeaderRules() {}

  /**
   * The headers for an upstream: the allowed ones in their order and spelling, several lines of
   * {@code anthropic-beta} joined by commas, {@code anthropic-version} when it is missing, JSON
   * when there is no content type, and no coding that we could not read ({@code accept-encoding:
   * identity}). Without any credential.
   */
  public static HttpHeaders up(HttpHeaders client, Provider provider) {
    HttpHeaders up = new DefaultHttpHeaders();
    Set<String> hopByHop = named(client);
    for (Map.Entry<String, String> header : client) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (goesUp(name, provider) && !hopByHop.contains(name) && !up.contains(name)) {
        up.add(header.getKey(), joined(client, name));
      }
    }
    if (provider == Provider.ANTHROPIC && !up.contains(ANTHROPIC_VERSION)) {
      up.add(ANTHROPIC_VERSION, OLDEST_VERSION);
    }
    if (!up.contains(HttpHeaderNames.CONTENT_TYPE)) {
      up.add(HttpHeaderNames.CONTENT_TYPE, "application/json");
    }
    up.add(HttpHeaderNames.ACCEPT_ENCODING, "identity");
    return up;
  }

  private static boolean goesUp(String name, Provider provider) {
    if (UP.contains(name) || starts(name, UP_PREFIXES)) {
      return true;
    }
    return switch (provider) {
      case ANTHROPIC -> starts(name, ANTHROPIC_UP_PREFIXES);
      case GEMINI -> name.equals("x-goog-api-client");
      case OPENAI -> OPENAI_UP.contains(name) || starts(name, OPENAI_UP_PREFIXES);
    };
  }

  private static String joined(HttpHeaders client, String name) {
    List<String> lines = client.getAll(name);
    return name.equals("anthropic-beta") ? String.join(",", lines) : lines.getFirst();
  }

  /**
   * The headers that come back to the client, without framing ({@code content-length} is the
   * caller's to keep or drop).
   *
   * @param dedicated whether the upstream serves this account alone, so that its limits are the
   *     client's own
   */
  public static HttpHeaders down(HttpHeaders upstream, boolean dedicated) {
    HttpHeaders down = new DefaultHttpHeaders();
    Set<String> hopByHop = named(upstream);
    for (Map.Entry<String, String> header : upstream) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      boolean passes = DOWN.contains(name) || (dedicated && starts(name, LIMITS));
      if (passes && !hopByHop.contains(name)) {
        down.add(header.getKey(), header.getValue());
      }
    }
    return down;
  }

  /** What {@code Connection} lists: hop-by-hop by its sender's word (resilience.md A21). */
  private static Set<String> named(HttpHeaders headers) {
    List<String> lines = headers.getAll(HttpHeaderNames.CONNECTION);
    if (lines.isEmpty()) {
      return Set.of();
    }
    List<String> names = new ArrayList<>();
    for (String line : lines) {
      for (String name : line.split(",", -1)) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return new HashSet<>(names);
  }

  private static boolean starts(String name, List<String> prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
