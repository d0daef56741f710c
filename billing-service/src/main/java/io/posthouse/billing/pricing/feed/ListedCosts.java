package io.posthouse.billing.pricing.feed;

import io.posthouse.billing.pricing.MediaKind;
import io.posthouse.billing.pricing.RateTier;
import io.posthouse.billing.pricing.Rates;
import io.posthouse.billing.pricing.Tariff;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A model's costs as the community's list has them: USD per token, where ours are per million. A
 * cost's name may end in {@code _above_200k_tokens} (for inputs longer than that), then in {@code
 * _priority}, {@code _flex} or {@code _batches} (a service tier). A kind without such a cost of its
 * own costs at that tier what it costs without it; sound and pictures without any cost what text
 * does. Searches are listed per query, ours are per 1,000; of the sizes of a search, the middle one
 * counts. Unknown fields are ignored.
 */
record ListedCosts(JsonNode model) {

  private static final Pattern TIER =
      Pattern.compile(
          "(?:input|output)_cost_per_(?:audio_|image_)?token"
              + "(?:_above_([0-9]{1,6})k_tokens)?(?:_(priority|flex|batches))?");
  private static final int THOUSAND = 3;

  /** Which calls a tier is for, as the list says it. */
  private record Suffix(String serviceTier, long thousands) {

    String above() {
      return thousands == 0 ? "" : "_above_" + thousands + "k_tokens";
    }

    String tier() {
      return serviceTier.isEmpty() ? "" : "_" + serviceTier;
    }

    /** The answers call it batch. */
    String ourServiceTier() {
      return serviceTier.equals("batches") ? "batch" : serviceTier;
    }
  }

  /** What they come to; null when there is no price per token, or none that could be one. */
  @Nullable Tariff tariff() {
    if (perMillion("input_cost_per_token") == null) {
      return null;
    }
    try {
      Rates plain = rates(new Suffix("", 0), null);
      List<RateTier> tiers = new ArrayList<>();
      for (Suffix suffix : suffixes()) {
        Rates longer =
            suffix.thousands() == 0 ? plain : rates(new Suffix("", suffix.thousands()), plain);
        Rates rates = suffix.serviceTier().isEmpty() ? longer : rates(suffix, longer);
        tiers.add(new RateTier(suffix.ourServiceTier(), suffix.thousands() * 1000, rates));
      }
      return new Tariff(plain, tiers, tools());
    } catch (IllegalArgumentException outOfRange) {
      return null;
    }
  }

  private List<Suffix> suffixes() {
    Set<String> seen = new TreeSet<>();
    List<Suffix> suffixes = new ArrayList<>();
    model.forEachEntry(
        (name, cost) -> {
          Matcher tier = TIER.matcher(name);
          if (cost.isNumber() && tier.matches()) {
            String thousands = tier.group(1);
            String serviceTier = tier.group(2);
            Suffix suffix =
                new Suffix(
                    serviceTier == null ? "" : serviceTier,
                    thousands == null ? 0 : Long.parseLong(thousands));
            boolean isPlain = suffix.serviceTier().isEmpty() && suffix.thousands() == 0;
            if (!isPlain && seen.add(suffix.toString())) {
              suffixes.add(suffix);
            }
          }
        });
    return suffixes;
  }

  /**
   * Rates of a tier.
   *
   * @param otherwise of what the list does not state; null for the plain ones, where output is free
   *     and cached input costs what input does
   */
  private Rates rates(Suffix of, @Nullable Rates otherwise) {
    BigDecimal input =
        or(
            cost("input_cost_per_token", of),
            otherwise == null ? null : otherwise.input(),
            BigDecimal.ZERO);
    BigDecimal write =
        or(
            cost("cache_creation_input_token_cost", of),
            otherwise == null ? null : otherwise.cacheWrite5m(),
            input);
    return new Rates(
        input,
        or(
            cost("output_cost_per_token", of),
            otherwise == null ? null : otherwise.output(),
            BigDecimal.ZERO),
        or(
            cost("cache_read_input_token_cost", of),
            otherwise == null ? null : otherwise.cacheRead(),
            input),
        write,
        or(
            cost("cache_creation_input_token_cost_above_1hr", of),
            otherwise == null ? null : otherwise.cacheWrite1h(),
            write),
        media(of, otherwise));
  }

  private Map<MediaKind, BigDecimal> media(Suffix of, @Nullable Rates otherwise) {
    Map<MediaKind, BigDecimal> named = new EnumMap<>(MediaKind.class);
    if (otherwise != null) {
      named.putAll(otherwise.media());
    }
    for (MediaKind kind : MediaKind.values()) {
      BigDecimal stated = cost(name(kind), of);
      if (stated != null) {
        named.put(kind, stated);
      }
    }
    return named;
  }

  private static String name(MediaKind kind) {
    return switch (kind) {
      case INPUT_AUDIO -> "input_cost_per_audio_token";
      case CACHE_READ_AUDIO -> "cache_read_input_audio_token_cost";
      case OUTPUT_AUDIO -> "output_cost_per_audio_token";
      case INPUT_IMAGE -> "input_cost_per_image_token";
      case CACHE_READ_IMAGE -> "cache_read_input_image_token_cost";
      case OUTPUT_IMAGE -> "output_cost_per_image_token";
    };
  }

  private static BigDecimal or(
      @Nullable BigDecimal stated, @Nullable BigDecimal otherwise, BigDecimal last) {
    if (stated != null) {
      return stated;
    }
    return otherwise == null ? last : otherwise;
  }

  private @Nullable BigDecimal cost(String name, Suffix of) {
    return perMillion(name + of.above() + of.tier());
  }

  private SortedMap<String, BigDecimal> tools() {
    SortedMap<String, BigDecimal> tools = new TreeMap<>();
    JsonNode searches = model.path("search_context_cost_per_query");
    BigDecimal search =
        moved(
            searches.isNumber() ? searches : searches.path("search_context_size_medium"), THOUSAND);
    if (search != null) {
      tools.put("web_search_requests", search);
      tools.put("web_search_call", search);
    }
    BigDecimal files = moved(model.path("file_search_cost_per_1k_calls"), 0);
    if (files != null) {
      tools.put("file_search_call", files);
    }
    BigDecimal code = moved(model.path("code_interpreter_cost_per_session"), THOUSAND);
    if (code != null) {
      tools.put("code_interpreter_call", code);
    }
    return tools;
  }

  private @Nullable BigDecimal perMillion(String name) {
    return moved(model.path(name), 6);
  }

  /** Null when it is no number of ours: the list writes some as texts. */
  private static @Nullable BigDecimal moved(JsonNode cost, int places) {
    if (!cost.isNumber()) {
      return null;
    }
    BigDecimal value = cost.decimalValue();
    if (value.signum() < 0 || value.precision() - value.scale() > 6 || value.scale() > 60) {
      return null;
    }
    return value.movePointRight(places).setScale(10, RoundingMode.HALF_UP).stripTrailingZeros();
  }
}
