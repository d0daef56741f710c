package io.posthouse.relay.translation;

import io.posthouse.relay.protocol.ForeignReasoning;
import io.posthouse.relay.translation.neutral.Opaque;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Wraps reasoning that only its maker can read for the trip through a client of another protocol
 * (protocols.md 4.2). The client keeps it in its protocol's opaque field and sends it back; it is
 * opened only for an upstream of the same family. What we did not seal is not opened. Thread-safe.
 *
 * <p>The form is standard base64 throughout, because Gemini's field must be.
 */
public final class ReasoningEnvelope {

  private static final String MARK = ForeignReasoning.MARK;

  private static final int LONGEST = 16 * 1024 * 1024;

  /** Authenticates, and may encrypt. Thread-safe. */
  public interface Seal {
    /** Seals bytes. */
    byte[] seal(byte[] plain);

    /** Opens sealed bytes; null if they were not sealed here, or altered. */
    byte @Nullable [] open(byte[] sealed);
  }

  private final Seal seal;

  /** Envelopes under that seal. */
  public ReasoningEnvelope(Seal seal) {
    this.seal = seal;
  }

  /** Wraps what an upstream of that family made. */
  public String seal(Opaque opaque, String family) {
    String plain = String.join("\n", family, opaque.kind().name(), opaque.id(), opaque.data());
    byte[] sealed = seal.seal(plain.getBytes(StandardCharsets.UTF_8));
    return MARK + Base64.getEncoder().encodeToString(sealed);
  }

  /** Unwraps it; null if it is no envelope of ours or another family's. */
  public @Nullable Opaque open(String envelope, String family) {
    if (!envelope.startsWith(MARK) || envelope.length() > LONGEST) {
      return null;
    }
    try {
      byte[] plain = seal.open(Base64.getDecoder().decode(envelope.substring(MARK.length())));
      if (plain == null) {
        return null;
      }
      String[] fields = new String(plain, StandardCharsets.UTF_8).split("\n", 4);
      return fields.length == 4 && fields[0].equals(family)
          ? new Opaque(Opaque.Kind.valueOf(fields[1]), fields[2], fields[3])
          : null;
    } catch (IllegalArgumentException notOurForm) {
      return null;
    }
  }
}
