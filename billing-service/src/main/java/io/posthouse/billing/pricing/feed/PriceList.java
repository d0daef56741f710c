package io.posthouse.billing.pricing.feed;

import io.posthouse.billing.pricing.Rates;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the community's price list. Its costs are USD per token; ours are per million. A model
 * whose costs are not numbers, or that has none, is left out; unknown fields are ignored.
 */
final class PriceList {

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(20)
                          .maxNumberLength(60)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private PriceList() {}

  /**
   * A model's price.
   *
   * @param sourceUrl where the vendor states it; null when the list does not say
   */
  record Entry(Rates rates, @Nullable String sourceUrl) {}

  /**
   * The prices of some models.
   *
   * @throws tools.jackson.core.JacksonException if it is not JSON
   * @throws IllegalArgumentException if it is no price list
   */
  static Map<String, Entry> read(byte[] json, Set<String> models) {
    JsonNode list = JSON.readTree(json);
    if (!list.isObject()) {
      throw new IllegalArgumentException("price list: not an object of models");
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (String model : models) {
      Rates rates = rates(list.path(model));
      if (rates != null) {
        entries.put(model, new Entry(rates, source(list.path(model).path("source"))));
      }
    }
    return entries;
  }

  private static @Nullable String source(JsonNode source) {
    String text = source.asString("");
    return text.matches("https?://[^\\s]{3,1900}") ? text : null;
  }

  private static @Nullable Rates rates(JsonNode model) {
    BigDecimal input = perMillion(model.path("input_cost_per_token"));
    if (input == null) {
      return null;
    }
    BigDecimal output = perMillion(model.path("output_cost_per_token"));
    BigDecimal read = perMillion(model.path("cache_read_input_token_cost"));
    BigDecimal write = perMillion(model.path("cache_creation_input_token_cost"));
    BigDecimal hour = perMillion(model.path("cache_creation_input_token_cost_above_1hr"));
    BigDecimal write5m = write == null ? input : write;
    try {
      return new Rates(
          input,
          output == null ? BigDecimal.ZERO : output,
          read == null ? input : read,
          write5m,
          hour == null ? write5m : hour);
    } catch (IllegalArgumentException outOfRange) {
      return null;
    }
  }

  /** Null when it is no number of ours: the list writes some as texts. */
  private static @Nullable BigDecimal perMillion(JsonNode cost) {
    if (!cost.isNumber()) {
      return null;
    }
    BigDecimal value = cost.decimalValue();
    if (value.signum() < 0 || value.precision() - value.scale() > 6 || value.scale() > 60) {
      return null;
    }
    return value.movePointRight(6).setScale(10, RoundingMode.HALF_UP).stripTrailingZeros();
  }
}
