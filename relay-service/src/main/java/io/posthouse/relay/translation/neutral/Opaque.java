package io.posthouse.relay.translation.neutral;

/**
 * Reasoning that only its maker can read.
 *
 * @param kind what it is
 * @param id the maker's id of the item; empty without
 * @param data an Anthropic signature or redacted text, an OpenAI {@code encrypted_content}, a
 *     Gemini {@code thoughtSignature}; in a client's request possibly one of our envelopes
 */
public record Opaque(Kind kind, String id, String data) {

  /** What stands for it where there is none. */
  public static final Opaque NOTHING = new Opaque(Kind.SIGNATURE, "", "");

  /** What it is. */
  public enum Kind {
    /** Proves the text beside it. */
    SIGNATURE,
    /** Stands instead of the text. */
    REDACTED,
    /** Belongs to the tool call that follows. */
    CALL
  }
}
