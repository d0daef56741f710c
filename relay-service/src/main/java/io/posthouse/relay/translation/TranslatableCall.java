package io.posthouse.relay.translation;

import io.posthouse.relay.protocol.BadRequestException;

/** A client's request, read and not yet written. Immutable: one serves every attempt. */
public interface TranslatableCall {

  /**
   * Writes it for an upstream.
   *
   * @param target of another surface than the client's
   * @throws BadRequestException naming the client's field that this upstream's protocol cannot
   *     carry
   */
  Translation to(Target target);
}
