package io.posthouse.billing.pricing.feed;

import io.posthouse.billing.pricing.Tariff;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the community's price list: an object of models, each {@link ListedCosts}. */
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
  record Entry(Tariff tariff, @Nullable String sourceUrl) {}

  /**
   * The prices of some models; one without a price that can be read is left out.
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
      Tariff tariff = new ListedCosts(list.path(model)).tariff();
      if (tariff != null) {
        entries.put(model, new Entry(tariff, source(list.path(model).path("source"))));
      }
    }
    return entries;
  }

  private static @Nullable String source(JsonNode source) {
    String text = source.asString("");
    return text.matches("https?://[^\\s]{3,1900}") ? text : null;
  }
}
