package io.posthouse.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.Contracts;
import io.posthouse.billing.Http;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A channel's price changes no sooner than 168 h after it was announced, and exactly at the
 * announced instant (P24, I10).
 */
class PriceChangesIT extends PriceFixture {

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/New_York", "Asia/Shanghai", "Pacific/Kiritimati"})
  void changesAtTheInstantInWhateverTimeZoneAndNotAMillisecondBefore(String zone) {
    TimeZone before = TimeZone.getDefault();
    try {
      // Given: the week holds a change to daylight saving time in New York
      TimeZone.setDefault(TimeZone.getTimeZone(zone));
      clock.set(Instant.parse("2027-03-10T12:00:00Z"));
      channel("1.00");
      Instant announced = clock.instant();
      Instant effective = announced.plus(WEEK);

      // When
      UUID id = announce(1, "1.20", announced, effective);

      // Then
      assertThat(at(effective.minusMillis(1))).isEqualByComparingTo("1");
      assertThat(at(effective)).isEqualByComparingTo("1.2");
      assertThat(answers(id)).containsExactly("scheduled");
      clock.set(effective);
      changes.takeEffect();
      assertThat(answers(id)).containsExactly("scheduled", "in-force");
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void refusesAMillisecondLessThanAWeek() {
    clock.set(NOW);
    channel("1.00");

    UUID id = announce(1, "1.20", NOW, NOW.plus(WEEK).minusMillis(1));

    assertThat(answers(id)).containsExactly("refused");
    assertThat(at(NOW.plus(WEEK.multipliedBy(2)))).isEqualByComparingTo("1");
  }

  @Test
  void refusesABackDatedAnnouncement() {
    clock.set(NOW);
    channel("1.00");

    UUID id = announce(1, "1.20", NOW.minus(WEEK), NOW.plusSeconds(60));

    assertThat(answers(id)).containsExactly("refused");
  }

  @Test
  void isNeverRetroactive() {
    // Given: Kafka was away for more than a week
    clock.set(NOW);
    channel("1.00");
    Instant received = NOW.plus(Duration.ofDays(9));
    clock.set(received);

    // When
    UUID id = UuidCreator.getTimeOrderedEpoch();
    changes.announced(
        new Announcement(
            id, 1, channel, new BigDecimal("1.20"), NOW, NOW.plus(WEEK), "why", "为什么", NOW));

    // Then
    assertThat(at(received.minusMillis(1))).isEqualByComparingTo("1");
    assertThat(at(received)).isEqualByComparingTo("1.2");
    assertThat(answers(id)).containsExactly("scheduled");
  }

  @Test
  void anAmendmentMayOnlyLowerThePriceOrPutItOff() {
    clock.set(NOW);
    channel("1.00");
    Instant effective = NOW.plus(Duration.ofDays(8));
    UUID id = announce(1, "1.20", NOW, effective);

    amend(id, 2, "1.30", effective);
    amend(id, 2, "1.20", effective.minusSeconds(1));
    assertThat(at(effective)).isEqualByComparingTo("1.2");
    amend(id, 3, "1.10", effective.plusSeconds(60));
    amend(id, 2, "1.15", effective);

    assertThat(at(effective)).isEqualByComparingTo("1");
    assertThat(at(effective.plusSeconds(60))).isEqualByComparingTo("1.1");
    assertThat(answers(id)).containsExactly("scheduled", "refused", "refused", "scheduled");
    clock.set(effective.plusSeconds(60));
    amend(id, 4, "1.05", effective.plusSeconds(120));
    assertThat(answers(id)).last().isEqualTo("refused");
    assertThat(at(effective.plusSeconds(120))).isEqualByComparingTo("1.1");
  }

  @Test
  void withdrawsInTimeAndAlsoWhenTheWithdrawalComesFirst() {
    clock.set(NOW);
    channel("1.00");
    Instant effective = NOW.plus(Duration.ofDays(8));
    UUID id = announce(1, "1.20", NOW, effective);
    changes.withdrawn(announcement(id, 2, "1.20", NOW, effective));
    assertThat(answers(id)).containsExactly("scheduled", "withdrawn");
    assertThat(at(effective)).isEqualByComparingTo("1");

    UUID crossed = UuidCreator.getTimeOrderedEpoch();
    changes.withdrawn(announcement(crossed, 2, "1.20", NOW, effective));
    changes.announced(announcement(crossed, 1, "1.20", NOW, effective));
    assertThat(at(effective)).isEqualByComparingTo("1");
    assertThat(changes.toCome()).noneMatch(change -> change.channel().equals(channel));
  }

  @Test
  void theDatabaseItselfRefusesAShorterNotice() {
    for (String zone : List.of("UTC", "America/New_York")) {
      assertThatThrownBy(
              () ->
                  jdbc.sql(
                          """
                          insert into channel_multiplier
                            (version, channel, multiplier, kind, effective_at, announced_at, announcement_id, revision)
                          values (gen_random_uuid(), :channel, 2, 'announced',
                            '2027-03-17 11:59:59.999 UTC', '2027-03-10 12:00 UTC', gen_random_uuid(), 1)
                          """)
                      .param("channel", channel + zone)
                      .update())
          .hasMessageContaining("seven_days_notice");
    }
  }

  @Test
  void storesAChannelsFirstMultiplierOnceAndNeverALaterOne() {
    clock.set(NOW);
    channel("0.80");
    channels.take(state("0.10", 2));

    assertThat(at(NOW.plusSeconds(1))).isEqualByComparingTo("0.8");
  }

  @Test
  void acceptsThePinInForceItsNeighbourAndASupersededOne() {
    // Given
    clock.set(NOW);
    channel("1.00");
    UUID official = officials.set(model, rates("3"), null, "test").getId();
    UUID first = book.pages(List.of(), List.of(channel)).multiplier(channel, NOW).getId();
    Instant effective = NOW.plus(WEEK);
    announce(1, "1.20", NOW, effective);
    UUID second = book.pages(List.of(), List.of(channel)).multiplier(channel, effective).getId();

    // When // Then: a call that raced the change is charged what was in force when it began
    assertThat(priced(official, second, effective.minusMillis(1))).isEqualByComparingTo("1");
    assertThat(priced(official, first, effective)).isEqualByComparingTo("1.2");
    assertThat(pin(official, UuidCreator.getTimeOrderedEpoch(), effective))
        .isInstanceOf(PinnedPrice.Refused.class);
    assertThat(pin(UuidCreator.getTimeOrderedEpoch(), first, NOW))
        .isInstanceOf(PinnedPrice.Refused.class);
    assertThat(pin(official, first, NOW.minus(Duration.ofHours(1))))
        .isInstanceOf(PinnedPrice.Refused.class);
  }

  @Test
  void givesAnOfficialPinSixtySecondsOfGrace() {
    // Given
    clock.set(NOW);
    channel("1.00");
    UUID old = officials.set(model, rates("3"), null, "test").getId();
    UUID multiplier = book.pages(List.of(), List.of(channel)).multiplier(channel, NOW).getId();
    Instant change = NOW.plusSeconds(600);
    clock.set(change);
    officials.set(model, rates("2"), null, "test");

    // When // Then
    assertThat(pin(old, multiplier, change.plusMillis(59_999)))
        .isInstanceOf(PinnedPrice.Accepted.class);
    assertThat(pin(old, multiplier, change.plusSeconds(60)))
        .isInstanceOf(PinnedPrice.Refused.class);
  }

  private PinnedPrice pin(UUID official, UUID multiplier, Instant startedAt) {
    return book.pages(List.of(model), List.of(channel))
        .price(new PricePin(model, channel, official, multiplier, startedAt));
  }

  private BigDecimal priced(UUID official, UUID multiplier, Instant startedAt) {
    // The official price is from NOW on; what counts here is the multiplier.
    return ((PinnedPrice.Accepted) pin(official, multiplier, startedAt)).multiplier().multiplier();
  }

  /** What was answered to an announcement, in order; each fits its schema. */
  private List<String> answers(UUID announcement) {
    return jdbc
        .sql(
            "select payload from outbox where topic = 'billing.price-change-scheduled.v1' and"
                + " event_key = :channel order by id")
        .param("channel", channel)
        .query((row, n) -> new String(row.getBytes(1), StandardCharsets.UTF_8))
        .list()
        .stream()
        .peek(payload -> Contracts.check("price-change-scheduled.v1", payload))
        .map(Http.JSON::readTree)
        .filter(event -> event.get("announcementId").stringValue().equals(announcement.toString()))
        .map(event -> event.get("status").stringValue())
        .toList();
  }
}
