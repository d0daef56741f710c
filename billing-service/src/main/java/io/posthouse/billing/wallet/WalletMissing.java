package io.posthouse.billing.wallet;

import java.util.UUID;

/** There is no wallet of that account (yet). */
public final class WalletMissing extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WalletMissing(UUID accountId) {
    super(
        "account "
            + accountId
            + ": has no wallet (expected: one, opened when its e-mail was verified)");
  }
}
