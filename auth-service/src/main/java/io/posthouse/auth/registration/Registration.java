package io.posthouse.auth.registration;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A registration that somebody is verifying.
 *
 * @param sealedEmail see {@link Registrations#PLACE}
 * @param claimedUntil marks this claim
 */
record Registration(
    UUID accountId,
    byte[] sealedEmail,
    String passwordHash,
    String language,
    @Nullable String invitationCode,
    @Nullable String device,
    @Nullable String network,
    Instant claimedUntil) {

  static Registration read(ResultSet row, int number) throws SQLException {
    return new Registration(
        row.getObject("account_id", UUID.class),
        row.getBytes("email"),
        row.getString("password_hash"),
        row.getString("language"),
        row.getString("invitation_code"),
        row.getString("device"),
        row.getString("network"),
        row.getTimestamp("claimed_until").toInstant());
  }

  /** Prints neither address nor hash. */
  @Override
  public String toString() {
    return "Registration[accountId=" + accountId + "]";
  }
}
