package io.posthouse.relay.translation.spoke;

import io.posthouse.relay.translation.ReasoningEnvelope;
import io.posthouse.relay.translation.neutral.Opaque;
import org.jspecify.annotations.Nullable;

/**
 * What a writer of answers is told.
 *
 * @param requestedModel the name the client used, which stands in for a name the upstream did not
 *     tell
 * @param rewriteModel whether it stands in always
 * @param family who made the opaque reasoning in the answer
 * @param reasoningText whether a Chat client is shown reasoning
 * @param sse false only for Gemini's JSON array
 * @param created seconds since 1970
 * @param id unique to this answer; letters and digits
 */
public record AnswerShape(
    String requestedModel,
    boolean rewriteModel,
    String family,
    ReasoningEnvelope envelope,
    boolean reasoningText,
    boolean sse,
    long created,
    String id,
    ClientWish wish) {

  /**
   * Reasoning as the client keeps it and sends it back.
   *
   * @param opaque null for what nobody signed: it is sealed all the same, so that it is known
   *     wherever it comes back
   */
  public String seal(@Nullable Opaque opaque) {
    return envelope.seal(opaque == null ? Opaque.NOTHING : opaque, family);
  }

  /** The model's name in the answer. */
  public String model(String told) {
    return rewriteModel || told.isEmpty() ? requestedModel : told;
  }

  /**
   * The answer's id in a protocol's form: the upstream's own behind the right prefix.
   *
   * @param prefix such as {@code msg_}
   */
  public String answerId(String prefix, String upstreams) {
    String bare = upstreams;
    for (String known : new String[] {"msg_", "chatcmpl-", "resp_"}) {
      if (bare.startsWith(known)) {
        bare = bare.substring(known.length());
        break;
      }
    }
    boolean fits = !bare.isEmpty() && bare.length() <= 100 && CallIds.isSafe(bare);
    return prefix + (fits ? bare : id);
  }
}
