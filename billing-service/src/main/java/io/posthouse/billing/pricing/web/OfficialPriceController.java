package io.posthouse.billing.pricing.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.audit.Audit;
import io.posthouse.billing.pricing.MediaKind;
import io.posthouse.billing.pricing.OfficialPrice;
import io.posthouse.billing.pricing.OfficialPrices;
import io.posthouse.billing.pricing.PriceRefusal;
import io.posthouse.billing.pricing.RateTier;
import io.posthouse.billing.pricing.Rates;
import io.posthouse.billing.pricing.Tariff;
import io.posthouse.billing.pricing.events.RateViews;
import io.posthouse.billing.web.RatesView;
import io.posthouse.billing.web.TierView;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import io.posthouse.web.Problems;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Official prices, for operators. */
@RestController
@RequestMapping("/api/operator/official-prices")
class OfficialPriceController {

  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,10})?");

  private final OfficialPrices prices;
  private final Audit audit;

  OfficialPriceController(OfficialPrices prices, Audit audit) {
    this.prices = prices;
    this.audit = audit;
  }

  /**
   * Cache prices that are left out are the input price; prices of sound and pictures are those of
   * text in their place, in a tier those that count without it.
   *
   * @param tools USD per 1,000 uses, by name
   */
  record Put(
      @Nullable String input,
      @Nullable String output,
      @Nullable String cacheRead,
      @Nullable String cacheWrite5m,
      @Nullable String cacheWrite1h,
      @Nullable String inputAudio,
      @Nullable String cacheReadAudio,
      @Nullable String outputAudio,
      @Nullable String inputImage,
      @Nullable String cacheReadImage,
      @Nullable String outputImage,
      @Nullable List<TierPut> tiers,
      @Nullable Map<String, String> tools,
      @Nullable String currency,
      @Nullable String sourceUrl) {

    Tariff tariff() {
      String asked = currency();
      if (asked != null && !asked.equals("USD")) {
        throw ProblemException.unprocessable(
            "invalid-price", "currency: " + asked + " (expected: USD)");
      }
      SortedMap<String, BigDecimal> prices = new TreeMap<>();
      Map<String, String> asked1000 = tools();
      if (asked1000 != null) {
        asked1000.forEach((tool, price) -> prices.put(tool, decimal("tools", price, null)));
      }
      List<TierPut> others = tiers();
      Map<MediaKind, BigDecimal> media =
          media(
              Map.of(),
              inputAudio(),
              cacheReadAudio(),
              outputAudio(),
              inputImage(),
              cacheReadImage(),
              outputImage());
      return new Tariff(
          rates(input(), output(), cacheRead(), cacheWrite5m(), cacheWrite1h()).with(media),
          others == null ? List.of() : others.stream().map(tier -> tier.tier(media)).toList(),
          prices);
    }

    /**
     * Prices of sound and pictures, as far as they are named.
     *
     * @param otherwise what counts where they are not
     * @param inOrder of the kinds
     */
    private static Map<MediaKind, BigDecimal> media(
        Map<MediaKind, BigDecimal> otherwise, @Nullable String... inOrder) {
      Map<MediaKind, BigDecimal> named = new EnumMap<>(MediaKind.class);
      named.putAll(otherwise);
      MediaKind[] kinds = MediaKind.values();
      for (int i = 0; i < kinds.length; i++) {
        String text = inOrder[i];
        if (text != null) {
          named.put(kinds[i], decimal(kinds[i].word(), text, null));
        }
      }
      return named;
    }

    private static Rates rates(
        @Nullable String input,
        @Nullable String output,
        @Nullable String cacheRead,
        @Nullable String cacheWrite5m,
        @Nullable String cacheWrite1h) {
      BigDecimal inputRate = decimal("input", input, null);
      return new Rates(
          inputRate,
          decimal("output", output, null),
          decimal("cacheRead", cacheRead, inputRate),
          decimal("cacheWrite5m", cacheWrite5m, inputRate),
          decimal("cacheWrite1h", cacheWrite1h, inputRate));
    }

    private static BigDecimal decimal(
        String field, @Nullable String text, @Nullable BigDecimal otherwise) {
      if (text == null) {
        if (otherwise == null) {
          throw ProblemException.badRequest(field + ": missing (expected: USD per million tokens)");
        }
        return otherwise;
      }
      if (!DECIMAL.matcher(text).matches()) {
        throw ProblemException.badRequest(
            field + ": malformed (expected: a decimal string of at most 10 decimals)");
      }
      return new BigDecimal(text);
    }
  }

  /** Rates of a service tier, of long inputs, or of both. */
  record TierPut(
      @Nullable String serviceTier,
      @Nullable Long above,
      @Nullable String input,
      @Nullable String output,
      @Nullable String cacheRead,
      @Nullable String cacheWrite5m,
      @Nullable String cacheWrite1h,
      @Nullable String inputAudio,
      @Nullable String cacheReadAudio,
      @Nullable String outputAudio,
      @Nullable String inputImage,
      @Nullable String cacheReadImage,
      @Nullable String outputImage) {

    RateTier tier(Map<MediaKind, BigDecimal> otherwise) {
      String named = serviceTier();
      Long from = above();
      return new RateTier(
          named == null ? "" : named,
          from == null ? 0 : from,
          Put.rates(input(), output(), cacheRead(), cacheWrite5m(), cacheWrite1h())
              .with(
                  Put.media(
                      otherwise,
                      inputAudio(),
                      cacheReadAudio(),
                      outputAudio(),
                      inputImage(),
                      cacheReadImage(),
                      outputImage())));
    }
  }

  record Price(
      String model,
      String version,
      String input,
      String output,
      String cacheRead,
      String cacheWrite5m,
      String cacheWrite1h,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String inputAudio,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cacheReadAudio,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String outputAudio,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String inputImage,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cacheReadImage,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String outputImage,
      List<TierView> tiers,
      Map<String, String> tools,
      String currency,
      Instant effectiveFrom,
      @Nullable String sourceUrl) {

    static Price of(OfficialPrice price) {
      RatesView rates = RateViews.of(price.rates());
      return new Price(
          price.model(),
          price.getId().toString(),
          rates.input(),
          rates.output(),
          rates.cacheRead(),
          rates.cacheWrite5m(),
          rates.cacheWrite1h(),
          rates.inputAudio(),
          rates.cacheReadAudio(),
          rates.outputAudio(),
          rates.inputImage(),
          rates.cacheReadImage(),
          rates.outputImage(),
          RateViews.tiers(price.tariff(), BigDecimal.ONE),
          RateViews.tools(price.tariff(), BigDecimal.ONE),
          "USD",
          price.effectiveFrom(),
          price.sourceUrl());
    }
  }

  /** Price and audit entry commit together. */
  @PutMapping("/{model}")
  @Transactional
  public Price put(Person person, @PathVariable String model, @RequestBody Put put) {
    try {
      OfficialPrice price = prices.set(model, put.tariff(), put.sourceUrl(), person.subject());
      String source = price.sourceUrl();
      audit.record(
          person.subject(),
          "price.set",
          model,
          "version " + price.getId() + (source == null ? "" : ", " + source));
      return Price.of(price);
    } catch (IllegalArgumentException outOfRange) {
      throw ProblemException.unprocessable(
          "invalid-price", String.valueOf(outOfRange.getMessage()));
    }
  }

  @GetMapping("/{model}")
  Price get(@PathVariable String model) {
    return prices
        .inForce(model)
        .map(Price::of)
        .orElseThrow(() -> ProblemException.notFound("official price of " + model));
  }

  @GetMapping
  Items<Price> list() {
    return Items.all(prices.inForce().stream().map(Price::of).toList());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> refused(PriceRefusal refusal) {
    String slug =
        switch (refusal) {
          case PriceRefusal.SourceRequired _ -> "source-required";
          case PriceRefusal.Invalid _ -> "invalid-price";
        };
    return ResponseEntity.unprocessableContent()
        .body(
            Problems.of(
                HttpStatus.UNPROCESSABLE_CONTENT, slug, String.valueOf(refusal.getMessage())));
  }
}
