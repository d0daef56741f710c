package io.posthouse.billing.payment.sandbox;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Sends the sandbox's callbacks until they are accepted. A row is claimed by putting its next
 * attempt off, in a transaction of its own, before anything goes over the network: a crash in
 * between sends it again later, two instances do not send it at once. Pauses double from 1 s to 5
 * min; it never gives up.
 */
final class SandboxDeliveries implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(SandboxDeliveries.class);
  private static final int BATCH = 20;

  private final JdbcClient jdbc;
  private final RestClient http;
  private final Supplier<String> callbackBase;
  private final SandboxSignature signature;
  private final InstantSource time;
  private final ExecutorService sending = Executors.newVirtualThreadPerTaskExecutor();

  SandboxDeliveries(
      JdbcClient jdbc,
      RestClient http,
      Supplier<String> callbackBase,
      SandboxSignature signature,
      InstantSource realTime) {
    this.jdbc = jdbc;
    this.http = http;
    this.callbackBase = callbackBase;
    this.signature = signature;
    this.time = realTime;
  }

  private record Due(UUID orderId, String body, int attempts) {}

  @Scheduled(fixedDelay = 250)
  void sendWhatIsDue() {
    claim().forEach(due -> sending.execute(() -> send(due)));
  }

  private List<Due> claim() {
    Instant now = time.instant();
    return jdbc.sql(
            """
            update sandbox_callback set attempts = attempts + 1,
              next_attempt_at = cast(:now as timestamptz)
                + least(interval '5 minutes', interval '1 second' * power(2, least(attempts, 10)))
            where order_id in (
              select order_id from sandbox_callback
              where delivered_at is null and next_attempt_at <= :now
              order by next_attempt_at limit :batch for update skip locked)
            returning order_id, body, attempts
            """)
        .param("now", Timestamp.from(now))
        .param("batch", BATCH)
        .query(
            (row, n) ->
                new Due(
                    row.getObject("order_id", UUID.class),
                    row.getString("body"),
                    row.getInt("attempts")))
        .list();
  }

  private void send(Due due) {
    byte[] body = due.body().getBytes(StandardCharsets.UTF_8);
    String timestamp = signature.timestamp();
    try {
      http.post()
          .uri(callbackBase.get() + "/api/payments/sandbox/callbacks")
          .contentType(MediaType.APPLICATION_JSON)
          .header(SandboxSignature.TIMESTAMP, timestamp)
          .header(SandboxSignature.SIGNATURE, signature.sign(timestamp, body))
          .body(body)
          .retrieve()
          .toBodilessEntity();
      delivered(due.orderId());
    } catch (RestClientException failed) {
      log.warn(
          "a sandbox callback was not accepted and is sent again, order {} attempt {}: {}",
          due.orderId(),
          due.attempts(),
          failed.getMessage());
    }
  }

  private void delivered(UUID order) {
    jdbc.sql("update sandbox_callback set delivered_at = :now where order_id = :id")
        .param("now", Timestamp.from(time.instant()))
        .param("id", order)
        .update();
  }

  /** How long one attempt may take. */
  static Duration timeout() {
    return Duration.ofSeconds(5);
  }

  @Override
  public void destroy() {
    sending.shutdownNow();
  }
}
