package io.posthouse.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.Contracts;
import io.posthouse.billing.Http;
import io.posthouse.billing.OnRealServers;
import io.posthouse.billing.TestClock;
import io.posthouse.testing.TestIdentity;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * A channel's price changes no sooner than 168 h after it was announced, and exactly at the
 * announced instant (P24, I10).
 */
class PriceChangesIT extends OnRealServers {

  private static final Instant NOW = Instant.parse("2027-03-20T12:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);

  @Autowired private PriceChanges changes;
  @Autowired private ChannelPrices channels;
  @Autowired private OfficialPrices officials;
  @Autowired private PriceBook book;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;
  @LocalServerPort private int port;

  private final String channel = "c-" + UUID.randomUUID();
  private final String model = "m-" + UUID.randomUUID();

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

  @Test
  void showsPricesAndAnnouncedChangesToEveryone() {
    // Given
    clock.set(NOW);
    channel("0.80");
    Http http = new Http(port);
    String operator = TestIdentity.operator();
    String path = "/api/operator/official-prices/" + model;

    // When // Then: set, seen at once, repeated, raised without and with a source
    Http.Answer set =
        http.person(
            operator,
            "PUT",
            path,
            """
            {"input":"3","output":"15","cacheRead":"0.30","cacheWrite5m":"3.75","cacheWrite1h":"6","currency":"USD"}\
            """);
    assertThat(set.status()).as(set.body()).isEqualTo(200);
    JsonNode item = item(http.send("GET", "/api/prices", "", Map.of()).json());
    assertThat(item.at("/official/input").stringValue()).isEqualTo("3");
    assertThat(item.at("/prices/cacheRead").stringValue()).isEqualTo("0.24");
    assertThat(item.at("/multiplier").stringValue()).isEqualTo("0.8");
    Http.Answer again =
        http.person(
            operator,
            "PUT",
            path,
            "{\"input\":\"3.0\",\"output\":\"15\",\"cacheRead\":\"0.3\",\"cacheWrite5m\":\"3.75\",\"cacheWrite1h\":\"6\"}");
    assertThat(again.json().get("version")).isEqualTo(set.json().get("version"));
    clock.advance(Duration.ofSeconds(1));
    Http.Answer raised = http.person(operator, "PUT", path, "{\"input\":\"4\",\"output\":\"15\"}");
    assertThat(raised.status()).isEqualTo(422);
    assertThat(raised.json().get("type").stringValue()).endsWith("source-required");
    assertThat(raised.json().get("detail").stringValue()).contains("more than 5 %");
    Http.Answer sourced =
        http.person(
            operator,
            "PUT",
            path,
            "{\"input\":\"4\",\"output\":\"15\",\"sourceUrl\":\"https://vendor.example/prices\"}");
    assertThat(sourced.status()).isEqualTo(200);
    aTierAndAToolAreSetAndShown(http, path);
    assertThat(http.person(operator, "GET", path, "").json().get("input").stringValue())
        .isEqualTo("4");
    assertThat(http.person(operator, "PUT", path, "{\"input\":\"-1\",\"output\":\"15\"}").status())
        .isEqualTo(422);
    assertThat(
            http.person(operator, "PUT", path, "{\"input\":\"1\",\"output\":\"1\",\"x\":1}")
                .status())
        .isEqualTo(400);
    assertThat(http.person(TestIdentity.support(), "PUT", path, "{}").status()).isEqualTo(403);

    Instant effective = NOW.plus(Duration.ofDays(8));
    UUID id = announce(1, "1.20", clock.instant(), effective);
    JsonNode change = null;
    for (JsonNode each :
        http.send("GET", "/api/prices", "", Map.of()).json().get("announcedChanges")) {
      change = each.get("id").stringValue().equals(id.toString()) ? each : change;
    }
    assertThat(change.get("multiplier").stringValue()).isEqualTo("1.2");
    assertThat(change.get("effectiveAt").stringValue()).isEqualTo(effective.toString());
    assertThat(change.at("/reason/zh").stringValue()).isEqualTo("为什么");
    JsonNode versions = http.send("GET", "/api/prices/" + model + "/versions", "", Map.of()).json();
    assertThat(versions.get("items").size()).isEqualTo(5);
    assertThat(versions.toString()).contains("https://vendor.example/prices");
  }

  @Test
  void tellsRelaysOfVersionsToComeAsSoonAsTheyAreKnown() {
    // Given
    clock.set(NOW);
    channel("1.00");
    officials.set(model, rates("3"), null, "test");
    announce(1, "1.20", NOW, NOW.plus(WEEK));

    // When
    List<String> events =
        jdbc.sql(
                "select payload from outbox where topic = 'billing.prices-changed.v1' and event_key"
                    + " in (:keys) order by id")
            .param("keys", List.of("channel:" + channel, "model:" + model))
            .query((row, n) -> new String(row.getBytes(1), StandardCharsets.UTF_8))
            .list();
    String snapshot =
        new Http(port).service("GET", "/internal/prices?since=" + NOW, "").json().toString();

    // Then
    assertThat(events).hasSize(3);
    events.forEach(event -> Contracts.check("prices-changed.v1", event));
    assertThat(events.getLast())
        .contains("\"1.2\"")
        .contains("\"1\"")
        .contains(NOW.plus(WEEK).toString());
    assertThat(snapshot).contains(events.getLast()).contains(events.get(1));
  }

  private JsonNode item(JsonNode page) {
    for (JsonNode item : page.get("items")) {
      if (item.get("model").stringValue().equals(model)) {
        return item;
      }
    }
    throw new AssertionError("no item of " + model + " in " + page);
  }

  private void channel(String multiplier) {
    channels.take(state(multiplier, 1));
  }

  private ChannelState state(String multiplier, long version) {
    return new ChannelState(
        channel, "Demo", "演示", 10, List.of(model), true, new BigDecimal(multiplier), version);
  }

  private UUID announce(int revision, String multiplier, Instant announcedAt, Instant effectiveAt) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    changes.announced(announcement(id, revision, multiplier, announcedAt, effectiveAt));
    return id;
  }

  private void amend(UUID id, int revision, String multiplier, Instant effectiveAt) {
    changes.announced(announcement(id, revision, multiplier, NOW, effectiveAt));
  }

  private Announcement announcement(
      UUID id, int revision, String multiplier, Instant announcedAt, Instant effectiveAt) {
    return new Announcement(
        id,
        revision,
        channel,
        new BigDecimal(multiplier),
        announcedAt,
        effectiveAt,
        "why",
        "为什么",
        clock.instant());
  }

  private BigDecimal at(Instant instant) {
    return book.pages(List.of(), List.of(channel)).multiplier(channel, instant).multiplier();
  }

  private void aTierAndAToolAreSetAndShown(Http http, String path) {
    clock.advance(Duration.ofSeconds(1));
    Http.Answer set =
        http.person(
            TestIdentity.operator(),
            "PUT",
            path,
            """
            {"input":"4","output":"15","tiers":[{"above":200000,"input":"8","output":"22.5"},
             {"serviceTier":"priority","input":"8","output":"30"}],"tools":{"web_search_requests":"10"},
             "sourceUrl":"https://vendor.example/prices"}\
            """);
    assertThat(set.status()).as(set.body()).isEqualTo(200);
    assertThat(set.json().at("/tiers/0/above").asLong()).isEqualTo(200_000);
    assertThat(set.json().at("/tiers/1/serviceTier").stringValue()).isEqualTo("priority");
    JsonNode item = item(http.send("GET", "/api/prices", "", Map.of()).json());
    assertThat(item.at("/tiers/0/rates/output").stringValue()).isEqualTo("18");
    assertThat(item.at("/tools/web_search_requests").stringValue()).isEqualTo("8");
    JsonNode versions =
        http.send("GET", "/api/prices/" + model + "/versions", "", Map.of()).json().get("items");
    assertThat(versions.valueStream().map(version -> version.path("tiers").size()).toList())
        .contains(2);
    for (String wrong :
        List.of(
            "{\"above\":0,\"input\":\"1\",\"output\":\"1\"}", "{\"above\":1,\"input\":\"1\"}")) {
      assertThat(
              http.person(
                      TestIdentity.operator(),
                      "PUT",
                      path,
                      "{\"input\":\"4\",\"output\":\"15\",\"tiers\":[" + wrong + "]}")
                  .status())
          .as(wrong)
          .isBetween(400, 422);
    }
  }

  private PinnedPrice pin(UUID official, UUID multiplier, Instant startedAt) {
    return book.pages(List.of(model), List.of(channel))
        .price(new PricePin(model, channel, official, multiplier, startedAt));
  }

  private BigDecimal priced(UUID official, UUID multiplier, Instant startedAt) {
    // The official price is from NOW on; what counts here is the multiplier.
    return ((PinnedPrice.Accepted) pin(official, multiplier, startedAt)).multiplier().multiplier();
  }

  private static Tariff rates(String input) {
    BigDecimal rate = new BigDecimal(input);
    return Tariff.of(new Rates(rate, rate, rate, rate, rate));
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
