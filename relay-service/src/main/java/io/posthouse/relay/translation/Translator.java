package io.posthouse.relay.translation;

import io.posthouse.relay.protocol.BadRequestException;

/** Reads calls that are to be translated. Thread-safe. */
public interface Translator {

  /**
   * Parses a client's request, once for all its attempts.
   *
   * @throws BadRequestException naming the field that no other protocol can carry (I5, T56)
   */
  TranslatableCall read(ClientCall call);
}
