package io.posthouse.notification.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.posthouse.notification.delivery.Outcome.Accepted;
import io.posthouse.notification.delivery.Outcome.Deferred;
import io.posthouse.notification.delivery.Outcome.Refused;
import io.posthouse.notification.notice.Notices;
import io.posthouse.notification.recipient.AddressBook;
import io.posthouse.notification.recipient.RealTime;
import io.posthouse.notification.wording.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sender: claims a few mails and sends them one by one over one connection. Not thread-safe;
 * each thread has its own.
 */
final class Postman {

  private static final Logger log = LoggerFactory.getLogger(Postman.class);

  /** Mails to a claim: few, so that a crashed sender holds up few. */
  static final int BATCH = 20;

  private static final int MOST_REFUSALS = 3;
  private static final Duration LONGEST_REST = Duration.ofSeconds(30);

  private final UUID id = UUID.randomUUID();
  private final MailQueue queue;
  private final Notices notices;
  private final AddressBook addresses;
  private final MailServer server;
  private final DeliveryProperties properties;
  private final RealTime time;
  private final MeterRegistry meters;
  private int failuresInARow;

  Postman(
      MailQueue queue,
      Notices notices,
      AddressBook addresses,
      MailServer server,
      DeliveryProperties properties,
      RealTime time,
      MeterRegistry meters) {
    this.queue = queue;
    this.notices = notices;
    this.addresses = addresses;
    this.server = server;
    this.properties = properties;
    this.time = time;
    this.meters = meters;
  }

  /**
   * Sends what is due, one batch.
   *
   * @param goOn false ends the round after the mail that is being sent; the others are given back
   * @return how many mails the server took; 0 when there was nothing to do, or the server is away
   */
  int round(BooleanSupplier goOn) {
    List<Claim> claims = queue.claim(id, BATCH);
    if (claims.isEmpty()) {
      return 0;
    }
    int done = 0;
    int accepted = 0;
    try (MailServer.Connection connection = server.connect()) {
      failuresInARow = 0;
      while (done < claims.size() && goOn.getAsBoolean()) {
        Claim claim = claims.get(done);
        if (queue.begin(id, claim) && deliver(connection, claim) instanceof Accepted) {
          accepted++;
        }
        done++;
      }
    } catch (MailServer.Away away) {
      failuresInARow++;
      log.warn("the mail server does not answer; mails wait: {}", away.getMessage());
    }
    giveBack(claims.subList(done, claims.size()));
    return accepted;
  }

  /** These wait, the longer the server has been away; no refusal is counted. */
  private void giveBack(List<Claim> claims) {
    String why = failuresInARow == 0 ? "the sender was stopped" : "the mail server does not answer";
    Instant at = time.now().plus(rest());
    claims.forEach(claim -> queue.again(id, claim, claim.refusals(), why, at));
  }

  /**
   * How long to rest after a round that sent nothing: longer and longer while the server is away.
   */
  Duration rest() {
    if (failuresInARow == 0) {
      return properties.poll();
    }
    Duration pause = properties.pause(failuresInARow);
    return pause.compareTo(LONGEST_REST) < 0 ? pause : LONGEST_REST;
  }

  private Outcome deliver(MailServer.Connection connection, Claim claim) {
    Outcome outcome = send(connection, claim);
    switch (outcome) {
      case Accepted _ -> queue.accepted(id, claim);
      case Deferred deferred ->
          queue.again(id, claim, claim.refusals(), deferred.why(), nextTry(claim));
      case Refused refused -> refused(claim, refused.why());
    }
    meters
        .counter(
            "posthouse.mails.attempts",
            "outcome",
            outcome.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT))
        .increment();
    return outcome;
  }

  private Outcome send(MailServer.Connection connection, Claim claim) {
    Wording wording = notices.wording(claim.noticeId(), claim.language()).orElseThrow();
    String address;
    try {
      address = addresses.open(claim.accountId(), claim.sealedAddress());
    } catch (IllegalStateException unopened) {
      log.error("an address could not be opened and is fetched again", unopened);
      return new Refused("the stored address could not be opened");
    }
    return connection.send(claim, address, wording);
  }

  /** The address may have changed: it is fetched again, and tried again, a few times. */
  private void refused(Claim claim, String why) {
    if (claim.refusals() + 1 >= MOST_REFUSALS) {
      queue.failed(id, claim, why);
      log.warn(
          "a mail is given up: notice {}, account {}: {}",
          claim.noticeId(),
          claim.accountId(),
          why);
      return;
    }
    addresses.forget(claim.accountId());
    Instant at =
        claim.refusals() == 0 ? nextTry(claim) : time.now().plus(properties.retryMaximum());
    queue.again(id, claim, claim.refusals() + 1, why, at);
  }

  private Instant nextTry(Claim claim) {
    return time.now().plus(properties.pause(claim.attempts() + 1));
  }
}
