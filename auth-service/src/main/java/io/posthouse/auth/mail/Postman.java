package io.posthouse.auth.mail;

import io.posthouse.auth.sealing.Seal;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Delivers posted letters: one thread, woken by a commit, else every second.
 *
 * <p>A letter is claimed by moving its due time on, so that several instances share the work and a
 * crash delays it by no more than the claim. Pauses between tries double from 2 s to 5 min; a
 * letter two days old is given up, with an error in the log that names no address.
 */
@Component
class Postman implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Postman.class);
  private static final Duration CLAIM = Duration.ofSeconds(60);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofDays(2);
  private static final int BATCH = 20;

  private final JdbcClient jdbc;
  private final Seal seal;
  private final Tokens tokens;
  private final Stationery stationery;
  private final JavaMailSender smtp;
  private final String from;
  private final InstantSource time;
  private final Semaphore wake = new Semaphore(0);
  private volatile @Nullable Thread thread;

  Postman(
      JdbcClient jdbc,
      Seal seal,
      Tokens tokens,
      Stationery stationery,
      JavaMailSender smtp,
      MailProperties properties,
      @Qualifier("realTime") InstantSource time) {
    this.jdbc = jdbc;
    this.seal = seal;
    this.tokens = tokens;
    this.stationery = stationery;
    this.smtp = smtp;
    this.from = properties.from();
    this.time = time;
  }

  @TransactionalEventListener
  void on(Postbox.Posted posted) {
    log.debug("woken by a letter, kind {}", posted.letter());
    wake.release();
  }

  private void run() {
    while (thread != null) {
      try {
        if (wake.tryAcquire(1, TimeUnit.SECONDS)) {
          wake.drainPermits();
        }
        deliverDue();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException failed) {
        log.warn("letters could not be delivered and are tried again", failed);
      }
    }
  }

  private void deliverDue() {
    List<Waiting> claimed;
    do {
      claimed = claim();
      claimed.forEach(this::deliver);
    } while (claimed.size() == BATCH && thread != null);
  }

  private List<Waiting> claim() {
    Instant now = time.instant();
    return jdbc.sql(
            """
            update mails set attempts = attempts + 1, due_at = :claim
            where id in (select id from mails where due_at <= :now
                         order by due_at limit :batch for update skip locked)
            returning id, letter, subject, recipient, language, posted_at, attempts, edition
            """)
        .param("now", Timestamp.from(now))
        .param("claim", Timestamp.from(now.plus(CLAIM)))
        .param("batch", BATCH)
        .query(
            (row, n) ->
                new Waiting(
                    row.getObject("id", UUID.class),
                    Letter.valueOf(row.getString("letter")),
                    row.getObject("subject", UUID.class),
                    row.getBytes("recipient"),
                    row.getString("language"),
                    row.getTimestamp("posted_at").toInstant(),
                    row.getInt("attempts"),
                    row.getInt("edition")))
        .list();
  }

  private void deliver(Waiting letter) {
    try {
      Optional<String> token =
          letter.kind().withToken() ? tokens.mint(letter.subject()) : Optional.of("");
      if (token.isPresent()) {
        send(letter, token.get());
      }
      forget(letter);
    } catch (MailException | MessagingException failed) {
      retryLater(letter, failed);
    }
  }

  private void send(Waiting letter, String token) throws MessagingException {
    Stationery.Written written = stationery.write(letter.kind(), letter.language(), token);
    MimeMessage message = smtp.createMimeMessage();
    MimeMessageHelper parts =
        new MimeMessageHelper(
            message, MimeMessageHelper.MULTIPART_MODE_MIXED_RELATED, StandardCharsets.UTF_8.name());
    parts.setFrom(from);
    parts.setTo(seal.open(letter.recipient(), Postbox.PLACE, letter.subject()));
    parts.setSubject(written.subject());
    parts.setText(written.text(), written.html());
    smtp.send(message);
  }

  /** Unless it was posted again meanwhile. */
  private void forget(Waiting letter) {
    jdbc.sql("delete from mails where id = :id and edition = :edition")
        .param("id", letter.id())
        .param("edition", letter.edition())
        .update();
  }

  private void retryLater(Waiting letter, Exception failed) {
    Instant now = time.instant();
    if (letter.postedAt().plus(PATIENCE).isBefore(now)) {
      log.error("a letter is given up after {} tries, mail {}", letter.attempts(), letter.id());
      forget(letter);
      return;
    }
    // The cause may quote the address: only its kind is logged.
    log.warn(
        "a letter was not accepted, mail {}, try {}: {}",
        letter.id(),
        letter.attempts(),
        failed.getClass().getSimpleName());
    jdbc.sql("update mails set due_at = :due where id = :id and edition = :edition")
        .param("due", Timestamp.from(now.plus(pause(letter.attempts()))))
        .param("id", letter.id())
        .param("edition", letter.edition())
        .update();
  }

  static Duration pause(int attempts) {
    Duration doubled = Duration.ofSeconds(1L << Math.min(attempts, 20));
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  @Override
  public void start() {
    Thread started = Thread.ofVirtual().name("postman").unstarted(this::run);
    thread = started;
    started.start();
  }

  @Override
  public void stop() {
    Thread running = thread;
    thread = null;
    if (running != null) {
      running.interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private record Waiting(
      UUID id,
      Letter kind,
      UUID subject,
      byte[] recipient,
      String language,
      Instant postedAt,
      int attempts,
      int edition) {}
}
