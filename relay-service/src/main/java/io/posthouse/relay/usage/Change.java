package io.posthouse.relay.usage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Something the relay changed in an answer, or in the request for it. */
public enum Change {
  /** Signs of life were put between events. */
  KEEP_ALIVES,
  /** The chunk of totals was taken out, which the client had not asked for. */
  USAGE_CHUNK,
  /** The model's name is the one the client asked for. */
  MODEL_NAME,
  /** Vectors are written the way the client asked for. */
  ENCODING,
  /** Reasoning that another provider had made was taken out of the request. */
  FOREIGN_REASONING,
  /** A limit on output was put into the request, because the wallet covers no more. */
  OUTPUT_CAP,
  /** It was said in the client's protocol. */
  TRANSLATED;

  /** The name in the event. */
  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
