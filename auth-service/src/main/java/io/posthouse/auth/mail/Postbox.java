package io.posthouse.auth.mail;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.auth.sealing.Seal;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Where letters are posted. Thread-safe. */
@Component
public class Postbox {

  static final String PLACE = "mails|recipient";

  private final JdbcClient jdbc;
  private final Seal seal;
  private final InstantSource time;
  private final ApplicationEventPublisher events;

  Postbox(
      JdbcClient jdbc,
      Seal seal,
      @Qualifier("realTime") InstantSource time,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.seal = seal;
    this.time = time;
    this.events = events;
  }

  /**
   * Posts a letter, which goes out once the surrounding transaction has committed. One of the same
   * kind about the same subject that is still waiting is replaced.
   *
   * @param subject what the letter is about: {@link Tokens} is asked for it
   * @param recipient an address in canonical form
   * @param language {@code en} or {@code zh}
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void post(Letter letter, UUID subject, String recipient, String language) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    Timestamp now = Timestamp.from(time.instant());
    jdbc.sql(
            """
            insert into mails (id, letter, subject, recipient, language, posted_at, due_at)
            values (:id, :letter, :subject, :recipient, :language, :now, :now)
            on conflict (letter, subject) do update set
              language = excluded.language, posted_at = excluded.posted_at, due_at = excluded.due_at,
              attempts = 0, edition = mails.edition + 1
            """)
        .param("id", id)
        .param("letter", letter.name())
        .param("subject", subject)
        .param("recipient", seal.close(recipient, PLACE, subject))
        .param("language", language)
        .param("now", now)
        .update();
    events.publishEvent(new Posted(letter));
  }

  /** A letter was posted; its transaction may still fail. */
  record Posted(Letter letter) {}
}
