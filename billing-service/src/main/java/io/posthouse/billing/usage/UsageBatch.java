package io.posthouse.billing.usage;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.pricing.OfficialPrice;
import io.posthouse.billing.pricing.PinnedPrice;
import io.posthouse.billing.pricing.PriceBook;
import io.posthouse.billing.pricing.Rating;
import io.posthouse.billing.wallet.Charge;
import io.posthouse.billing.wallet.Settlements;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes a batch of usage records to the ledger, in one transaction. Thread-safe; the same batch may
 * be taken any number of times, whole or in parts, in any order, with the same result (I6, I9).
 */
@Service
class UsageBatch {

  /** Older or newer request ids than this are no calls of ours. */
  private static final Duration OLDEST = Duration.ofDays(90);

  private static final Duration NEWEST = Duration.ofDays(1);

  private final UsageStore store;
  private final PriceBook prices;
  private final UsageDays days;
  private final Settlements settlements;
  private final TransactionTemplate transaction;
  private final InstantSource realTime = InstantSource.system();
  private final Clock clock;

  UsageBatch(
      UsageStore store,
      UsageDays days,
      PriceBook prices,
      Settlements settlements,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.store = store;
    this.days = days;
    this.prices = prices;
    this.settlements = settlements;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /**
   * What became of a batch.
   *
   * @param posted those that were new
   * @param repeated how many had been posted before
   * @param uncollected what of a charge no wallet could pay, by request
   */
  record Outcome(
      List<UsageStore.Rated> posted,
      int repeated,
      List<UsageStore.Refused> quarantined,
      Map<UUID, Money> uncollected) {}

  /**
   * Takes a batch. Throws only what the database or the prices throw; then nothing of it happened.
   */
  Outcome take(List<RawUsage> batch) {
    List<UsageStore.Refused> refused = new ArrayList<>();
    Map<RawUsage, UsageRecorded> usable = read(batch, refused);
    List<UsageStore.Rated> rated = rate(usable, refused);
    Outcome outcome =
        transaction.execute(
            status -> {
              Instant now = clock.instant();
              List<UsageStore.Rated> fresh = store.insert(rated, now);
              Map<UUID, Money> uncollected =
                  settlements.settle(fresh.stream().map(UsageBatch::charge).toList());
              days.add(fresh);
              if (!refused.isEmpty()) {
                store.quarantine(refused, now);
              }
              return new Outcome(fresh, rated.size() - fresh.size(), refused, uncollected);
            });
    return java.util.Objects.requireNonNull(outcome);
  }

  /** Sets a record aside that nothing else can be done with. */
  Outcome quarantine(RawUsage raw, String why) {
    List<UsageStore.Refused> refused = List.of(new UsageStore.Refused(raw, why));
    transaction.executeWithoutResult(status -> store.quarantine(refused, clock.instant()));
    return new Outcome(List.of(), 0, refused, Map.of());
  }

  private Map<RawUsage, UsageRecorded> read(
      List<RawUsage> batch, List<UsageStore.Refused> refused) {
    Map<RawUsage, UsageRecorded> usable = new java.util.LinkedHashMap<>();
    Instant now = realTime.instant();
    for (RawUsage raw : batch) {
      switch (UsageReader.read(raw)) {
        case UsageReader.Reading.Poison poison ->
            refused.add(new UsageStore.Refused(raw, poison.why()));
        case UsageReader.Reading.Usable read -> {
          Instant at = read.usage().calledAt();
          if (at.isBefore(now.minus(OLDEST)) || at.isAfter(now.plus(NEWEST))) {
            refused.add(
                new UsageStore.Refused(
                    raw, "requestId: of " + at + " (expected: within the last 90 days)"));
          } else {
            usable.put(raw, read.usage());
          }
        }
      }
    }
    return usable;
  }

  /** Prices what can be priced, sorted by request id: the order in which rows are inserted. */
  private List<UsageStore.Rated> rate(
      Map<RawUsage, UsageRecorded> usable, List<UsageStore.Refused> refused) {
    PriceBook.Pages pages =
        prices.pages(models(usable.values()), distinct(usable, UsageRecorded::channel));
    Set<UUID> wallets = store.withWallet(distinct(usable, UsageRecorded::accountId));
    List<UsageStore.Rated> rated = new ArrayList<>(usable.size());
    usable.forEach(
        (raw, usage) -> {
          if (!wallets.contains(usage.accountId())) {
            refused.add(
                new UsageStore.Refused(raw, "accountId: " + usage.accountId() + " has no wallet"));
            return;
          }
          switch (pages.price(usage.pin())) {
            case PinnedPrice.Refused no -> refused.add(new UsageStore.Refused(raw, no.why()));
            case PinnedPrice.Accepted price -> {
              List<Rating.Part> parts = parts(usage, price, pages);
              if (parts.isEmpty()) {
                refused.add(
                    new UsageStore.Refused(
                        raw, "otherModels.price: a version that was not in force at the start"));
                return;
              }
              store.ensureMonth(usage.calledAt());
              Money charge = Rating.charge(parts, price.multiplier().multiplier());
              rated.add(new UsageStore.Rated(raw, usage, price, charge));
            }
          }
        });
    rated.sort(Comparator.comparing(each -> each.usage().requestId()));
    return rated;
  }

  /** The requested model's part and every other's; empty when one's price cannot be believed. */
  private static List<Rating.Part> parts(
      UsageRecorded usage, PinnedPrice.Accepted price, PriceBook.Pages pages) {
    List<Rating.Part> parts = new ArrayList<>();
    parts.add(new Rating.Part(usage.consumption(), price.official().tariff()));
    for (OtherModel.Priced other : usage.others()) {
      OfficialPrice official = pages.pinned(other.model(), other.price(), usage.startedAt());
      if (official == null) {
        return List.of();
      }
      parts.add(new Rating.Part(usage.consumption(other), official.tariff()));
    }
    return parts;
  }

  private static Set<String> models(Collection<UsageRecorded> usages) {
    return usages.stream()
        .flatMap(
            usage ->
                Stream.concat(
                    Stream.of(usage.requestedModel()),
                    usage.others().stream().map(OtherModel.Priced::model)))
        .collect(Collectors.toSet());
  }

  private static <T> Set<T> distinct(
      Map<RawUsage, UsageRecorded> usable, java.util.function.Function<UsageRecorded, T> part) {
    return usable.values().stream().map(part).collect(Collectors.toSet());
  }

  private static Charge charge(UsageStore.Rated rated) {
    UsageRecorded usage = rated.usage();
    return new Charge(
        usage.requestId(),
        usage.accountId(),
        usage.keyId(),
        usage.leaseId(),
        rated.charge(),
        usage.startedAt());
  }
}
