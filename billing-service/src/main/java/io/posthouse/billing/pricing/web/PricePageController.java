package io.posthouse.billing.pricing.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.pricing.Channel;
import io.posthouse.billing.pricing.ChannelMultiplier;
import io.posthouse.billing.pricing.ChannelPrices;
import io.posthouse.billing.pricing.OfficialPrice;
import io.posthouse.billing.pricing.PriceBook;
import io.posthouse.billing.pricing.PriceChange;
import io.posthouse.billing.pricing.PriceChanges;
import io.posthouse.billing.pricing.events.RateViews;
import io.posthouse.billing.web.RatesView;
import io.posthouse.billing.web.TierView;
import io.posthouse.web.Items;
import io.posthouse.web.ProblemException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The public price page (P22). */
@RestController
@RequestMapping("/api/prices")
class PricePageController {

  private final PriceBook book;
  private final ChannelPrices channels;
  private final PriceChanges changes;
  private final Clock clock;

  PricePageController(PriceBook book, ChannelPrices channels, PriceChanges changes, Clock clock) {
    this.book = book;
    this.channels = channels;
    this.changes = changes;
    this.clock = clock;
  }

  record Page(List<Item> items, List<Change> announcedChanges) {}

  /**
   * @param prices official prices times the multiplier: what a customer pays per million tokens
   * @param tiers what a customer pays at a service tier, or for long inputs
   * @param tools what a customer pays for 1,000 uses of a hosted tool
   */
  record Item(
      String model,
      String channel,
      String currency,
      String multiplier,
      RatesView official,
      RatesView prices,
      List<TierView> tiers,
      Map<String, String> tools) {

    static Item of(String model, Channel channel, OfficialPrice official, ChannelMultiplier by) {
      return new Item(
          model,
          channel.getId(),
          "USD",
          RatesView.plain(by.multiplier()),
          RateViews.of(official.rates()),
          RateViews.of(official.rates().times(by.multiplier())),
          RateViews.tiers(official.tariff(), by.multiplier()),
          RateViews.tools(official.tariff(), by.multiplier()));
    }
  }

  record Change(
      String id,
      String channel,
      String multiplier,
      Instant announcedAt,
      Instant effectiveAt,
      Map<String, String> reason) {

    static Change of(PriceChange change) {
      return new Change(
          change.getId().toString(),
          change.channel(),
          RatesView.plain(change.multiplier()),
          change.announcedAt(),
          change.effectiveAt(),
          Map.of("en", change.reasonEn(), "zh", change.reasonZh()));
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Version(
      String version,
      String kind,
      @Nullable RatesView rates,
      @Nullable List<TierView> tiers,
      @Nullable Map<String, String> tools,
      @Nullable String channel,
      @Nullable String multiplier,
      Instant effectiveFrom,
      @Nullable Instant announcedAt,
      @Nullable String announcementId,
      @Nullable String sourceUrl,
      @Nullable Boolean superseded) {

    static Version of(OfficialPrice price) {
      return new Version(
          price.getId().toString(),
          "official",
          RateViews.of(price.rates()),
          RateViews.tiers(price.tariff(), BigDecimal.ONE),
          RateViews.tools(price.tariff(), BigDecimal.ONE),
          null,
          null,
          price.effectiveFrom(),
          null,
          null,
          price.sourceUrl(),
          null);
    }

    static Version of(ChannelMultiplier multiplier) {
      return new Version(
          multiplier.getId().toString(),
          "multiplier",
          null,
          null,
          null,
          multiplier.channel(),
          RatesView.plain(multiplier.multiplier()),
          multiplier.effectiveAt(),
          multiplier.announcedAt(),
          multiplier.announcementId() == null ? null : multiplier.announcementId().toString(),
          null,
          multiplier.isSuperseded() ? true : null);
    }
  }

  @GetMapping
  Page prices() {
    Instant now = clock.instant();
    PriceBook.Pages pages = book.everything();
    List<Item> items = new ArrayList<>();
    for (Channel channel : channels.onSale()) {
      ChannelMultiplier multiplier = pages.multiplier(channel.getId(), now);
      for (String model : channel.models()) {
        OfficialPrice official = pages.official(model, now);
        if (official != null && multiplier != null) {
          items.add(Item.of(model, channel, official, multiplier));
        }
      }
    }
    return new Page(items, changes.toCome().stream().map(Change::of).toList());
  }

  /**
   * Every version of a model's official price, and of the multipliers of the channels that serve
   * it.
   */
  @GetMapping("/{model}/versions")
  Items<Version> versions(@PathVariable String model) {
    List<String> serving =
        channels.onSale().stream()
            .filter(channel -> channel.models().contains(model))
            .map(Channel::getId)
            .toList();
    PriceBook.Pages pages = book.pages(List.of(model), serving);
    List<Version> versions = new ArrayList<>();
    pages.officials().values().forEach(all -> all.forEach(one -> versions.add(Version.of(one))));
    if (versions.isEmpty()) {
      throw ProblemException.notFound("price of " + model);
    }
    pages.multipliers().values().forEach(all -> all.forEach(one -> versions.add(Version.of(one))));
    versions.sort(Comparator.comparing(Version::effectiveFrom));
    return Items.all(versions);
  }
}
