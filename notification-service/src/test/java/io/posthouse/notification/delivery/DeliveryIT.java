package io.posthouse.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.posthouse.notification.MailBoxes.Received;
import io.posthouse.notification.NotificationFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class DeliveryIT extends NotificationFixture {

  @Autowired PostOffice postOffice;
  @Autowired MailQueue queue;
  @Autowired Fanout fanout;
  @Autowired OverdueAlarm alarm;
  @Autowired MeterRegistry meters;

  @Test
  void losesAndDoublesNothingWhileTheMailServerIsAway() {
    // Given
    List<UUID> people = Stream.generate(() -> aCustomer("en")).limit(5).toList();
    String channel = aChannel("1.00");
    mails.goAway();
    try {
      // When
      JsonNode change = announced(channel, "1.20", inDays(8));

      // Then
      soon()
          .untilAsserted(
              () ->
                  assertThat(emails(change, people.getFirst()))
                      .singleElement()
                      .satisfies(
                          mail -> {
                            assertThat(mail.get("status").asString()).isEqualTo("queued");
                            assertThat(mail.get("lastError").asString())
                                .isEqualTo("the mail server does not answer");
                          }));
    } finally {
      mails.comeBack();
    }
    soon()
        .untilAsserted(
            () ->
                assertThat(people)
                    .allSatisfy(person -> assertThat(about(person, channel)).hasSize(1)));
  }

  @Test
  void twoInstancesNeverSendOneMailTwice() throws Exception {
    // Given: the running senders, and those of a second instance
    Set<UUID> people = IntStream.range(0, 60).mapToObj(n -> id()).collect(Collectors.toSet());
    people.forEach(person -> register(person, "en"));
    soon().until(() -> people.stream().allMatch(this::addressKnown));
    String channel = aChannel("1.00");
    List<Thread> second =
        Stream.generate(() -> Thread.ofVirtual().unstarted(this::sendForAWhile)).limit(4).toList();

    // When
    second.forEach(Thread::start);
    announced(channel, "1.20", inDays(8));
    fanout.fanOutNew();

    // Then
    soon()
        .untilAsserted(
            () ->
                assertThat(people)
                    .allSatisfy(person -> assertThat(about(person, channel)).isNotEmpty()));
    for (Thread sender : second) {
      sender.join();
    }
    assertThat(people).allSatisfy(person -> assertThat(about(person, channel)).hasSize(1));
  }

  private void sendForAWhile() {
    Postman postman = postOffice.postman();
    long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
    while (System.nanoTime() < end) {
      postman.round(() -> true);
    }
  }

  @Test
  void letsNobodyElseFinishAClaim() {
    // Given: nobody sends
    UUID ann = aCustomer("en");
    postOffice.stop();
    try {
      JsonNode change = announced(aChannel("1.00"), "1.20", inDays(8));
      UUID first = UUID.randomUUID();
      UUID second = UUID.randomUUID();
      Claim claim = soon().until(() -> claimOf(first, ann, change), java.util.Objects::nonNull);

      // Then
      assertThat(queue.claim(second, 1000)).noneMatch(other -> isSame(other, claim));
      assertThat(queue.begin(second, claim)).isFalse();
      assertThat(queue.begin(first, claim)).isTrue();

      // When: the first holder is gone for longer than its lease
      jdbc.sql(
              "update deliveries set lease_until = now() - interval '1 second' where lease_holder = :first")
          .param("first", first)
          .update();

      // Then
      assertThat(claimOf(second, ann, change)).isNotNull();
      assertThat(queue.begin(first, claim)).isFalse();
      queue.accepted(first, claim);
      assertThat(emails(change, ann).getFirst().get("status").asString()).isEqualTo("queued");
    } finally {
      postOffice.start();
    }
  }

  @Test
  void sendsAMailWhoseSenderDied() {
    // Given: a claim that is never finished
    UUID ann = aCustomer("en");
    String channel = aChannel("1.00");
    postOffice.stop();
    try {
      JsonNode change = announced(channel, "1.20", inDays(8));
      UUID dead = UUID.randomUUID();
      soon().until(() -> claimOf(dead, ann, change), java.util.Objects::nonNull);
      jdbc.sql(
              "update deliveries set lease_until = now() - interval '1 second' where lease_holder = :dead")
          .param("dead", dead)
          .update();
    } finally {
      // When
      postOffice.start();
    }

    // Then
    soon().until(() -> about(ann, channel).size() == 1);
  }

  private Claim claimOf(UUID holder, UUID account, JsonNode change) {
    return queue.claim(holder, 1000).stream()
        .filter(claim -> claim.accountId().equals(account))
        .filter(
            claim ->
                jdbc.sql("select announcement_id from notices where id = :id")
                    .param("id", claim.noticeId())
                    .query(UUID.class)
                    .single()
                    .equals(UUID.fromString(change.get("id").asString())))
        .findFirst()
        .orElse(null);
  }

  private static boolean isSame(Claim one, Claim other) {
    return one.noticeId().equals(other.noticeId()) && one.accountId().equals(other.accountId());
  }

  @Test
  void sendsNoMailToBannedOrClosedAccounts() {
    // Given
    UUID banned = aCustomer("en");
    UUID closed = aCustomer("en");
    UUID ann = aCustomer("en");
    status(banned, "banned", 1);
    status(closed, "closed", 1);

    // When
    String channel = aChannel("1.00");
    JsonNode change = announced(channel, "1.20", inDays(8));

    // Then
    soon().until(() -> about(ann, channel).size() == 1);
    assertThat(about(banned, channel)).isEmpty();
    assertThat(about(closed, channel)).isEmpty();
    assertThat(emails(change, banned)).isEmpty();

    // When: the ban is lifted while the change is still to come
    status(banned, "active", 2);

    // Then
    soon().until(() -> about(banned, channel).size() == 1);
  }

  @Test
  void raisesAnAlarmForMailsOlderThanADay() {
    // Given: somebody whose address nobody knows
    UUID lost = id();
    send(
        "auth.account-registered.v1", lost, Map.of("accountId", lost.toString(), "language", "en"));
    JsonNode change = announced(aChannel("1.00"), "1.20", inDays(8));
    soon().until(() -> emails(change, lost).size() == 1);

    // When
    jdbc.sql(
            "update deliveries set queued_at = queued_at - interval '25 hours' where account_id = :lost")
        .param("lost", lost)
        .update();
    alarm.look();

    // Then
    assertThat(meters.get("posthouse.deliveries.overdue").gauge().value())
        .isGreaterThanOrEqualTo(1);

    // When
    jdbc.sql(
            "update deliveries set queued_at = queued_at - interval '7 days' where account_id = :lost")
        .param("lost", lost)
        .update();
    alarm.look();

    // Then
    assertThat(emails(change, lost).getFirst().get("lastError").asString())
        .isEqualTo("given up after 7 days: no address is known");
  }

  private void status(UUID account, String status, int version) {
    send(
        "auth.account-status-changed.v1",
        account,
        Map.of("accountId", account.toString(), "status", status, "version", version));
    soon()
        .until(
            () ->
                jdbc.sql("select status from recipients where account_id = :id")
                    .param("id", account)
                    .query(String.class)
                    .single()
                    .equalsIgnoreCase(status));
  }

  private static List<Received> about(UUID person, String channel) {
    return mails.to(addressOf(person)).stream()
        .filter(mail -> mail.subject().contains(channel))
        .toList();
  }

  private List<JsonNode> emails(JsonNode change, UUID account) {
    return items(
            support(),
            "/api/support/deliveries?announcementId="
                + change.get("id").asString()
                + "&accountId="
                + account)
        .stream()
        .filter(delivery -> delivery.get("way").asString().equals("email"))
        .toList();
  }
}
