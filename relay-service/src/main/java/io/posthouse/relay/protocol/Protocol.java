package io.posthouse.relay.protocol;

/** A grammar of requests, answers, streams and errors: what a translation goes between. */
public enum Protocol {
  /** Anthropic Messages. */
  MESSAGES(Dialect.ANTHROPIC),
  /** OpenAI Chat Completions. */
  CHAT(Dialect.OPENAI),
  /** OpenAI Responses. */
  RESPONSES(Dialect.OPENAI),
  /** Gemini generateContent. */
  GEMINI(Dialect.GEMINI);

  private final Dialect dialect;

  Protocol(Dialect dialect) {
    this.dialect = dialect;
  }

  /** How errors are said. */
  public Dialect dialect() {
    return dialect;
  }
}
