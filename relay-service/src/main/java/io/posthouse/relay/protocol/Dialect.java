package io.posthouse.relay.protocol;

/** In which provider's words an answer is said. */
public enum Dialect {
  ANTHROPIC("request-id"),
  OPENAI("x-request-id"),
  GEMINI("x-request-id");

  private final String requestIdHeader;

  Dialect(String requestIdHeader) {
    this.requestIdHeader = requestIdHeader;
  }

  /** The header in which this protocol's clients look for a request's id. */
  public String requestIdHeader() {
    return requestIdHeader;
  }
}
