package io.posthouse.auth.registration;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.auth.account.Accounts;
import io.posthouse.auth.mail.Letter;
import io.posthouse.auth.mail.Postbox;
import io.posthouse.auth.sealing.Seal;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Registrations that wait for their address to be verified: one per address. */
@Component
class Registrations {

  static final String PLACE = "registrations|email";

  /** How long one waits for its letter to be sent; from then on it lives as long as the token. */
  private static final Duration LIFE = Duration.ofDays(3);

  private final JdbcClient jdbc;
  private final Accounts accounts;
  private final Postbox postbox;
  private final Seal seal;
  private final InstantSource time;

  Registrations(
      JdbcClient jdbc,
      Accounts accounts,
      Postbox postbox,
      Seal seal,
      @Qualifier("realTime") InstantSource time) {
    this.jdbc = jdbc;
    this.accounts = accounts;
    this.postbox = postbox;
    this.seal = seal;
    this.time = time;
  }

  /**
   * Takes a registration. It replaces an unverified one of the same address; of an address with an
   * account it changes nothing, and tells the owner by mail.
   *
   * @param bcryptHash of the password
   */
  @Transactional
  void accept(RegistrationRequest.Checked request, String bcryptHash, Origin origin) {
    String address = request.email().canonical();
    Optional<UUID> account = accounts.withAddress(address);
    if (account.isPresent()) {
      postbox.post(Letter.ALREADY_REGISTERED, account.get(), address, request.language());
      return;
    }
    UUID id = store(request, bcryptHash, origin);
    jdbc.sql("delete from verification_tokens where account_id = :id").param("id", id).update();
    postbox.post(Letter.VERIFICATION, id, address, request.language());
  }

  private UUID store(RegistrationRequest.Checked request, String bcryptHash, Origin origin) {
    String address = request.email().canonical();
    UUID fresh = UuidCreator.getTimeOrderedEpoch();
    Instant now = time.instant();
    return jdbc.sql(
            """
            insert into registrations
              (account_id, email, email_index, password_hash, language, invitation_code, device,
               network, requested_at, expires_at)
            values (:id, :email, :index, :hash, :language, :code, :device, :network, :now, :expires)
            on conflict (email_index) do update set
              password_hash = excluded.password_hash, language = excluded.language,
              invitation_code = coalesce(excluded.invitation_code, registrations.invitation_code),
              device = excluded.device, network = excluded.network,
              requested_at = excluded.requested_at, expires_at = excluded.expires_at
            returning account_id
            """)
        .param("id", fresh)
        .param("email", seal.close(address, PLACE, fresh))
        .param("index", seal.index(address))
        .param("hash", bcryptHash)
        .param("language", request.language())
        .param("code", request.invitationCode())
        .param("device", origin.device())
        .param("network", origin.network())
        .param("now", Timestamp.from(now))
        .param("expires", Timestamp.from(now.plus(LIFE)))
        .query(UUID.class)
        .single();
  }

  /** Forgets registrations that were never verified. */
  @Transactional
  int clean() {
    return jdbc.sql("delete from registrations where expires_at < :now")
        .param("now", Timestamp.from(time.instant()))
        .update();
  }
}
