package io.posthouse.auth.registration;

import io.posthouse.auth.mail.Tokens;
import io.posthouse.auth.sealing.Seal;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The tokens of verification letters: 256 random bits in base64url, of which only the hash is
 * stored; good for 24 h of real time, once.
 */
@Component
class VerificationTokens implements Tokens {

  private static final Duration LIFE = Duration.ofHours(24);
  private static final Duration CLAIM = Duration.ofSeconds(60);
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final JdbcClient jdbc;
  private final InstantSource time;
  private final SecureRandom random = new SecureRandom();

  VerificationTokens(JdbcClient jdbc, @Qualifier("realTime") InstantSource time) {
    this.jdbc = jdbc;
    this.time = time;
  }

  @Override
  @Transactional
  public Optional<String> mint(UUID subject) {
    byte[] bits = new byte[32];
    random.nextBytes(bits);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    Timestamp expires = Timestamp.from(time.instant().plus(LIFE));
    int waiting =
        jdbc.sql(
                """
                update registrations set expires_at = greatest(expires_at, :expires)
                where account_id = :id
                """)
            .param("expires", expires)
            .param("id", subject)
            .update();
    if (waiting == 0) {
      return Optional.empty();
    }
    jdbc.sql(
            """
            insert into verification_tokens (token_hash, account_id, expires_at)
            values (:hash, :id, :expires)
            """)
        .param("hash", Seal.digest(token))
        .param("id", subject)
        .param("expires", expires)
        .update();
    return Optional.of(token);
  }

  /** Whether a string can be a token at all. */
  static boolean wellFormed(String token) {
    return FORM.matcher(token).matches();
  }

  /** Whether a token is good; somebody may be working with it. */
  boolean isGood(String token) {
    return jdbc.sql(
                "select count(*) from verification_tokens where token_hash = :hash and expires_at > :now")
            .param("hash", Seal.digest(token))
            .param("now", Timestamp.from(time.instant()))
            .query(Long.class)
            .single()
        > 0;
  }

  /**
   * Claims a token's registration for a minute; empty when the token is not good, or it is claimed.
   */
  @Transactional
  Optional<Registration> claim(String token) {
    Instant now = time.instant();
    return jdbc.sql(
            """
            update registrations r set claimed_until = :until
            from verification_tokens t
            where t.token_hash = :hash and t.expires_at > :now and t.account_id = r.account_id
              and (r.claimed_until is null or r.claimed_until <= :now)
            returning r.account_id, r.email, r.password_hash, r.language,
              r.invitation_code, r.device, r.network, r.claimed_until
            """)
        .param("until", Timestamp.from(now.plus(CLAIM)))
        .param("hash", Seal.digest(token))
        .param("now", Timestamp.from(now))
        .query(Registration::read)
        .optional();
  }

  /** Gives a claim back, so that the token can be tried again at once. */
  void release(Registration registration) {
    jdbc.sql("update registrations set claimed_until = null where account_id = :id")
        .param("id", registration.accountId())
        .update();
  }
}
