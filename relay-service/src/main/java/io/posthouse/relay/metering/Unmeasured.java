package io.posthouse.relay.metering;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What no upstream reported and is to be counted by us, with a tokenizer: takes up to some
 * milliseconds, so not on an event loop.
 *
 * @param sample the beginning of the generated text, as it stood in JSON's strings
 * @param sampleCharacters how many characters of text the sample holds
 * @param characters how many characters of text were generated in all
 * @param most what the call could give: no count of ours is more
 * @param reported what was reported before the rest went missing
 * @param input whether the input was not reported either
 */
public record Unmeasured(
    byte[] sample,
    long sampleCharacters,
    long characters,
    long most,
    Tokens reported,
    boolean input) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The same of a call that can give so many output tokens. */
  Unmeasured of(long mostOutput) {
    return new Unmeasured(sample, sampleCharacters, characters, mostOutput, reported, input);
  }

  /** Output that was reported, or that we counted, which is never more than the call could give. */
  Tokens withOutput(Tokens known, long counted) {
    return known.withOutput(Math.max(reported.output(), Math.min(counted, most)));
  }

  /**
   * The tokens, as well as can be told.
   *
   * @param inputTokens what the request is estimated at; counts where no input was reported
   */
  Tokens counted(long inputTokens) {
    Tokens known = input ? reported.withInput(inputTokens) : reported;
    return withOutput(known, outputTokens());
  }

  private long outputTokens() {
    if (characters == 0) {
      return 0;
    }
    String text = text();
    if (text.isEmpty() || sampleCharacters == 0) {
      return Estimate.tokens(characters);
    }
    return Math.ceilDiv(TokenEstimate.of(text) * characters, sampleCharacters);
  }

  /** The sample as text; empty when it cannot be read. */
  private String text() {
    byte[] quoted = new byte[sample.length + 2];
    quoted[0] = '"';
    System.arraycopy(sample, 0, quoted, 1, sample.length);
    quoted[quoted.length - 1] = '"';
    try {
      return JSON.readTree(quoted).asString("");
    } catch (JacksonException cutInTheMiddle) {
      return "";
    }
  }
}
