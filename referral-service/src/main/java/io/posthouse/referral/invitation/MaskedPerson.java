package io.posthouse.referral.invitation;

import java.util.UUID;

/**
 * How an inviter sees an invited person: enough to tell two apart, and nothing to find anybody by.
 */
public final class MaskedPerson {

  private MaskedPerson() {}

  /** Three dots and the account id's last four characters, which are random. */
  public static String of(UUID account) {
    String id = account.toString();
    return "•••" + id.substring(id.length() - 4);
  }
}
