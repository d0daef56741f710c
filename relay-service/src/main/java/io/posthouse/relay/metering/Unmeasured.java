package io.posthouse.relay.metering;

import org.jspecify.annotations.Nullable;
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
 * @param sent sound and pictures that went by, as far as they were reckoned; null for none
 */
public record Unmeasured(
    byte[] sample,
    long sampleCharacters,
    long characters,
    long most,
    Tokens reported,
    boolean input,
    @Nullable MediaTokens sent) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The same of a call that can give so many output tokens. */
  Unmeasured of(long mostOutput) {
    return new Unmeasured(sample, sampleCharacters, characters, mostOutput, reported, input, sent);
  }

  /** Output that was reported, or that we counted, which is never more than the call could give. */
  Tokens withOutput(Tokens known, long counted) {
    long ours = Math.min(counted, most);
    return ours > reported.output()
        ? known.withOutput(ours, sent)
        : known.withOutput(reported.output(), reported.media());
  }

  /** Tokens of text, and the sound and pictures that went by. */
  long withMedia(long text) {
    return sent == null ? text : text + sent.outputAudio() + sent.outputImage();
  }

  /**
   * The tokens, as well as can be told.
   *
   * @param inputTokens what the request is estimated at; counts where no input was reported
   */
  Tokens counted(long inputTokens) {
    Tokens known = input ? reported.withInput(inputTokens) : reported;
    return withOutput(known, withMedia(outputTokens()));
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
