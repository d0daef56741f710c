package io.posthouse.relay.protocol;

/** A protocol that calls are made in and upstreams speak. */
public enum Protocol {
  /** Anthropic Messages. */
  ANTHROPIC(Dialect.ANTHROPIC, "/v1/messages"),
  /** OpenAI Chat Completions. */
  OPENAI(Dialect.OPENAI, "/chat/completions");

  private final Dialect dialect;
  private final String path;

  Protocol(Dialect dialect, String path) {
    this.dialect = dialect;
    this.path = path;
  }

  /** How errors are said. */
  public Dialect dialect() {
    return dialect;
  }

  /** The path behind an upstream's base URL (which for OpenAI ends in {@code /v1}). */
  public String path() {
    return path;
  }
}
