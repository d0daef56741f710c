package io.posthouse.relay.caller;

import io.posthouse.trust.SignatureException;
import io.posthouse.trust.SignedHeader;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/** Reads and checks the caller header. Thread-safe. */
public final class CallerCheck {

  private final SignedHeader header;
  private final InstantSource realTime;
  private final JsonMapper json = JsonMapper.builder().build();

  /**
   * @param realTime not the business clock: a header's life is real time
   */
  public CallerCheck(SignedHeader header, InstantSource realTime) {
    this.header = header;
    this.realTime = realTime;
  }

  /**
   * The caller.
   *
   * @param value the header as received; null when it was missing
   * @throws SignatureException when it must not be believed
   */
  public Caller verify(@Nullable String value, String method, String path) {
    Caller caller = read(header.verify(value));
    if (caller.exp() < realTime.instant().getEpochSecond()) {
      throw SignatureException.EXPIRED;
    }
    if (!caller.method().equals(method) || !caller.path().equals(path)) {
      throw SignatureException.WRONG;
    }
    return caller;
  }

  private Caller read(byte[] payload) {
    try (JsonParser parser = json.createParser(payload)) {
      return Claims.of(parser);
    } catch (JacksonException malformed) {
      throw SignatureException.MALFORMED;
    }
  }
}
