package io.posthouse.relay.translation;

import io.posthouse.relay.protocol.Dialect;

/** A protocol that answers can be translated from and to. */
public enum Surface {
  /** Anthropic Messages. */
  MESSAGES(Dialect.ANTHROPIC),
  /** OpenAI Chat Completions. */
  CHAT(Dialect.OPENAI),
  /** OpenAI Responses. */
  RESPONSES(Dialect.OPENAI),
  /** Gemini generateContent and streamGenerateContent. */
  GEMINI(Dialect.GEMINI);

  private final Dialect dialect;

  Surface(Dialect dialect) {
    this.dialect = dialect;
  }

  /** How errors are said. */
  public Dialect dialect() {
    return dialect;
  }
}
