package io.posthouse.billing.pricing;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.OnRealServers;
import io.posthouse.billing.TestClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A channel with one model, its announced price changes, and a clock to move. */
abstract class PriceFixture extends OnRealServers {

  static final Instant NOW = Instant.parse("2027-03-20T12:00:00Z");
  static final Duration WEEK = Duration.ofDays(7);

  @Autowired PriceChanges changes;
  @Autowired ChannelPrices channels;
  @Autowired OfficialPrices officials;
  @Autowired PriceBook book;
  @Autowired TestClock clock;
  @Autowired JdbcClient jdbc;
  @LocalServerPort int port;

  final String channel = "c-" + UUID.randomUUID();
  final String model = "m-" + UUID.randomUUID();

  void channel(String multiplier) {
    channels.take(state(multiplier, 1));
  }

  ChannelState state(String multiplier, long version) {
    return new ChannelState(
        channel, "Demo", "演示", 10, List.of(model), true, new BigDecimal(multiplier), version);
  }

  UUID announce(int revision, String multiplier, Instant announcedAt, Instant effectiveAt) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    changes.announced(announcement(id, revision, multiplier, announcedAt, effectiveAt));
    return id;
  }

  void amend(UUID id, int revision, String multiplier, Instant effectiveAt) {
    changes.announced(announcement(id, revision, multiplier, NOW, effectiveAt));
  }

  Announcement announcement(
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

  BigDecimal at(Instant instant) {
    return book.pages(List.of(), List.of(channel)).multiplier(channel, instant).multiplier();
  }

  static Tariff rates(String input) {
    BigDecimal rate = new BigDecimal(input);
    return Tariff.of(new Rates(rate, rate, rate, rate, rate));
  }
}
