package io.posthouse.billing.usage;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.OnRealServers;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.pricing.ChannelPrices;
import io.posthouse.billing.pricing.ChannelState;
import io.posthouse.billing.pricing.OfficialPrices;
import io.posthouse.billing.pricing.PriceBook;
import io.posthouse.billing.pricing.RateTier;
import io.posthouse.billing.pricing.Rates;
import io.posthouse.billing.pricing.Tariff;
import io.posthouse.billing.wallet.CreditLeases;
import io.posthouse.billing.wallet.LeaseAnswer;
import io.posthouse.billing.wallet.LeaseRequest;
import io.posthouse.billing.wallet.RelayNodes;
import io.posthouse.billing.wallet.Wallets;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** A channel at 0.80 with one model at 3 and 15 USD per million tokens, and a node to lease for. */
abstract class UsageFixture extends OnRealServers {

  @Autowired protected Wallets wallets;
  @Autowired protected CreditLeases leases;
  @Autowired protected RelayNodes nodes;
  @Autowired protected Clock clock;
  @Autowired private ChannelPrices channels;
  @Autowired private OfficialPrices officials;
  @Autowired private PriceBook book;

  protected final String channel = "c-" + UUID.randomUUID();
  protected final String model = "m-" + UUID.randomUUID();
  protected final String node = "relay-" + UUID.randomUUID();
  protected final UUID key = UuidCreator.getTimeOrderedEpoch();
  protected UUID official;
  protected UUID multiplier;
  protected long epoch;

  @BeforeEach
  void priceAModel() {
    channels.take(
        new ChannelState(
            channel, "Demo", "演示", 10, List.of(model), true, new BigDecimal("0.80"), 1));
    official =
        officials
            .set(
                model,
                Tariff.of(
                    new Rates(
                        new BigDecimal("3"),
                        new BigDecimal("15"),
                        new BigDecimal("0.3"),
                        new BigDecimal("3.75"),
                        new BigDecimal("6"))),
                null,
                "test")
            .getId();
    multiplier =
        book.pages(List.of(), List.of(channel)).multiplier(channel, clock.instant()).getId();
    epoch = nodes.startEpoch(node);
  }

  /** The model again, dearer above 200,000 tokens of input and at priority, with a tool. */
  protected UUID tiered() {
    Rates plain = rates("3", "15");
    return officials
        .set(
            model,
            new Tariff(
                plain,
                List.of(
                    new RateTier("", 200_000, rates("6", "22.5")),
                    new RateTier("priority", 0, rates("6", "30")),
                    new RateTier("priority", 200_000, rates("12", "60"))),
                new TreeMap<>(Map.of("web_search_requests", new BigDecimal("10")))),
            "https://vendor.example/prices",
            "test")
        .getId();
  }

  /** A price of another model, in force now. */
  protected UUID priced(String otherModel, String input, String output) {
    return officials.set(otherModel, Tariff.of(rates(input, output)), null, "test").getId();
  }

  private static Rates rates(String input, String output) {
    BigDecimal rate = new BigDecimal(input);
    return new Rates(rate, new BigDecimal(output), rate, rate, rate);
  }

  protected UUID funded(String usd) {
    UUID account = UuidCreator.getTimeOrderedEpoch();
    wallets.open(account);
    wallets.creditPaid(account, Money.usd(usd), Money.cny("1"), UuidCreator.getTimeOrderedEpoch());
    return account;
  }

  protected UUID lease(UUID account, String usd) {
    LeaseAnswer answer =
        leases.grant(
            new LeaseRequest(
                UuidCreator.getTimeOrderedEpoch(),
                node,
                epoch,
                account,
                key,
                null,
                Money.usd(usd),
                Money.usd(usd),
                Money.usd(usd),
                Money.usd(usd)));
    return ((LeaseAnswer.Granted) answer).lease().id();
  }

  protected UsageSample sample(UUID account) {
    return sample(account, official);
  }

  protected UsageSample sample(UUID account, UUID officialVersion) {
    return new UsageSample(account, key, model, channel, officialVersion, multiplier)
        .startedAt(clock.instant())
        .tokens(1000, 1000);
  }
}
