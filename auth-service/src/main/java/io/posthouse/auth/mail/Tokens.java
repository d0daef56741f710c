package io.posthouse.auth.mail;

import java.util.Optional;
import java.util.UUID;

/** Where a letter's token comes from: the module whose token it is. */
public interface Tokens {

  /**
   * Makes a token for the subject of a letter, good from now on.
   *
   * @return only {@code A-Za-z0-9_-}; empty when the subject is gone and the letter is not needed
   *     any more
   */
  Optional<String> mint(UUID subject);
}
