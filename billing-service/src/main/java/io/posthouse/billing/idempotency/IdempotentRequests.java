package io.posthouse.billing.idempotency;

import io.posthouse.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * {@code Idempotency-Key} (I17): same key and body, same answer; another body, 422; still being
 * answered, 409. Key, answer and effect commit together, so a crash leaves all or none. Keys are an
 * account's own, kept for seven days.
 */
@Component
@Transactional
class IdempotentRequests {

  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final Duration KEEP = Duration.ofDays(7);

  private final JdbcClient jdbc;
  private final Clock clock;

  IdempotentRequests(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** What stands of a request that was answered before. */
  private record Answered(byte[] digest, String answer) {}

  /**
   * Answers a request once.
   *
   * @param account whose key it is: an account, or a person of the staff
   * @param request what identifies the request: what is asked for, and its body
   * @param work does it and says the answer; runs in the same transaction
   */
  String once(UUID account, String key, String request, Supplier<String> work) {
    if (!FORM.matcher(key).matches()) {
      throw ProblemException.badRequest(
          "Idempotency-Key: malformed (expected: 1 to 255 printable ASCII characters)");
    }
    byte[] digest = sha256(request);
    if (!lock(account, key)) {
      throw ProblemException.conflict(
          "request-in-flight", "A request with this Idempotency-Key is being answered. Try again.");
    }
    Optional<Answered> before = find(account, key);
    if (before.isPresent()) {
      if (!MessageDigest.isEqual(before.get().digest(), digest)) {
        throw ProblemException.unprocessable(
            "idempotency-key-reused",
            "Idempotency-Key: used before with another body (expected: a new key for a new request)");
      }
      return before.get().answer();
    }
    String answer = work.get();
    jdbc.sql(
            """
            insert into top_up_request (account_id, idempotency_key, request_digest, answer, answered_at)
            values (:account, :key, :digest, :answer, :now)
            """)
        .param("account", account)
        .param("key", key)
        .param("digest", digest)
        .param("answer", answer)
        .param("now", Timestamp.from(clock.instant()))
        .update();
    return answer;
  }

  private boolean lock(UUID account, String key) {
    return jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended(:what, 7))")
        .param("what", account + "|" + key)
        .query(Boolean.class)
        .single();
  }

  private Optional<Answered> find(UUID account, String key) {
    return jdbc.sql(
            """
            select request_digest, answer from top_up_request
            where account_id = :account and idempotency_key = :key
            """)
        .param("account", account)
        .param("key", key)
        .query((row, n) -> new Answered(row.getBytes("request_digest"), row.getString("answer")))
        .optional();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is part of every JDK", impossible);
    }
  }

  @Scheduled(fixedDelay = 3_600_000, initialDelay = 60_000)
  void forget() {
    jdbc.sql("delete from top_up_request where answered_at < :before")
        .param("before", Timestamp.from(clock.instant().minus(KEEP)))
        .update();
  }
}
