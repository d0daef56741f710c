package io.posthouse.gateway.protocol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The language a caller speaks, and so the form of its errors. */
public enum Protocol {
  /** Anthropic Messages. */
  ANTHROPIC("request-id"),
  /** OpenAI Chat, Responses, Embeddings. */
  OPENAI("x-request-id"),
  /** Gemini. */
  GEMINI(null),
  /** Our own: {@code application/problem+json}. */
  OURS(null);

  private final @Nullable String requestIdHeader;

  Protocol(@Nullable String requestIdHeader) {
    this.requestIdHeader = requestIdHeader;
  }

  /** The answer's header that this protocol's clients log, or null (protocols.md 3.5). */
  public @Nullable String requestIdHeader() {
    return requestIdHeader;
  }

  /** The protocol that a request's headers speak of; OpenAI's when they say nothing. */
  public static Protocol guess(HeaderView headers) {
    if (headers.first("anthropic-version") != null || headers.first("x-api-key") != null) {
      return ANTHROPIC;
    }
    if (headers.first("x-goog-api-key") != null || headers.first("x-goog-api-client") != null) {
      return GEMINI;
    }
    String agent = headers.first("user-agent");
    if (agent != null) {
      String name = agent.toLowerCase(Locale.ROOT);
      if (name.startsWith("claude") || name.startsWith("anthropic")) {
        return ANTHROPIC;
      }
    }
    return OPENAI;
  }
}
