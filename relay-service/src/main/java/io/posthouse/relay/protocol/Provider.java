package io.posthouse.relay.protocol;

/** Whose API an upstream speaks. */
public enum Provider {
  ANTHROPIC,
  OPENAI,
  GEMINI
}
