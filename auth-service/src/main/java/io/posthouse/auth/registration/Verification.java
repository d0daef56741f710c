package io.posthouse.auth.registration;

import io.posthouse.auth.account.Accounts;
import io.posthouse.auth.identity.People;
import io.posthouse.auth.sealing.Seal;
import io.posthouse.outbox.Outbox;
import io.posthouse.web.ProblemException;
import java.sql.Timestamp;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Turns a registration into an account, by its token. See the package's manual for crashes. */
@Component
class Verification {

  private final VerificationTokens tokens;
  private final People people;
  private final Accounts accounts;
  private final Outbox outbox;
  private final Seal seal;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;

  Verification(
      VerificationTokens tokens,
      People people,
      Accounts accounts,
      Outbox outbox,
      Seal seal,
      JdbcClient jdbc,
      TransactionTemplate transactions) {
    this.tokens = tokens;
    this.people = people;
    this.accounts = accounts;
    this.outbox = outbox;
    this.seal = seal;
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /**
   * Verifies the address of a registration; its person can sign in when this returns.
   *
   * @return the account's id
   * @throws ProblemException 422 for a token that is unknown, spent or expired; 409 while another
   *     request works on it or when somebody has the address; 503 when Keycloak does not answer
   *     (the token stays good)
   */
  UUID verify(String token) {
    Registration registration = tokens.claim(token).orElseThrow(() -> refusal(token));
    boolean done = false;
    try {
      String email =
          seal.open(registration.sealedEmail(), Registrations.PLACE, registration.accountId());
      removeLeftOver(email);
      String person =
          people.create(
              registration.accountId(),
              email,
              registration.passwordHash(),
              registration.language());
      transactions.executeWithoutResult(status -> open(registration, person, email));
      done = true;
      return registration.accountId();
    } finally {
      if (!done) {
        tokens.release(registration);
      }
    }
  }

  private ProblemException refusal(String token) {
    return tokens.isGood(token)
        ? ProblemException.conflict(
            "verification-in-progress", "token: another request is using it. Try again.")
        : ProblemException.unprocessable(
            "token-not-accepted", "token: unknown, used or expired (expected: the latest mail's)");
  }

  /** A person that an earlier, crashed verification of the same address made. */
  private void removeLeftOver(String email) {
    Optional<People.Known> known = people.find(email);
    if (known.isPresent() && !accounts.exists(known.get().accountId())) {
      people.remove(known.get().personId());
    }
  }

  private void open(Registration registration, String person, String email) {
    int spent =
        jdbc.sql(
                """
                delete from registrations
                where account_id = :id and claimed_until = :claim and password_hash = :hash
                """)
            .param("id", registration.accountId())
            .param("claim", Timestamp.from(registration.claimedUntil()))
            .param("hash", registration.passwordHash())
            .update();
    if (spent == 0) {
      throw ProblemException.conflict(
          "registration-replaced", "token: a later registration replaced it; use the latest mail.");
    }
    accounts.open(registration.accountId(), person, email, registration.language());
    outbox.append(
        AccountRegistered.TOPIC,
        registration.accountId().toString(),
        new AccountRegistered(
            registration.accountId(),
            registration.language(),
            registration.invitationCode(),
            registration.device(),
            registration.network()));
  }
}
