package io.posthouse.billing.pricing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * All versions of all prices, and which is in force when (I10). Thread-safe. Read anew from the
 * database each time: another instance may have changed a price.
 */
@Service
public class PriceBook {

  /** How far off an official price's pin may be: relays learn of a change within seconds. */
  static final Duration GRACE = Duration.ofSeconds(60);

  private final OfficialPriceRepository officials;
  private final ChannelMultiplierRepository multipliers;
  private final PriceTouches touches;
  private final Clock clock;

  PriceBook(
      OfficialPriceRepository officials,
      ChannelMultiplierRepository multipliers,
      PriceTouches touches,
      Clock clock) {
    this.officials = officials;
    this.multipliers = multipliers;
    this.touches = touches;
    this.clock = clock;
  }

  /** The pages of some models and channels, as they stand now. */
  @Transactional(readOnly = true)
  public Pages pages(Collection<String> models, Collection<String> channels) {
    return new Pages(
        models.isEmpty() ? Map.of() : byModel(officials.of(models)),
        channels.isEmpty() ? Map.of() : byChannel(multipliers.of(channels)));
  }

  /** Every page there is. */
  @Transactional(readOnly = true)
  public Pages everything() {
    return new Pages(byModel(officials.all()), byChannel(multipliers.all()));
  }

  /** A price object: every version in force or to come, and the one before. */
  @Transactional(readOnly = true)
  public Optional<PriceObject> object(PriceTouched of) {
    return objects(List.of(of)).stream().findFirst();
  }

  /**
   * Every price object, or those that changed at or after an instant.
   *
   * @param since null for all
   */
  @Transactional(readOnly = true)
  public List<PriceObject> objects(@Nullable Instant since) {
    Instant from = since == null ? Instant.EPOCH : since;
    List<PriceTouched> all = new ArrayList<>();
    for (PriceTouched.Kind kind : PriceTouched.Kind.values()) {
      touches.since(kind, from).forEach(name -> all.add(new PriceTouched(kind, name)));
    }
    return objects(all);
  }

  private List<PriceObject> objects(List<PriceTouched> of) {
    Pages pages =
        pages(names(of, PriceTouched.Kind.OFFICIAL), names(of, PriceTouched.Kind.MULTIPLIER));
    Instant now = clock.instant();
    List<PriceObject> objects = new ArrayList<>();
    pages
        .officials()
        .forEach(
            (name, versions) ->
                objects.add(
                    new PriceObject.Official(
                        name, current(versions, OfficialPrice::effectiveFrom, now))));
    pages
        .multipliers()
        .forEach(
            (name, versions) -> {
              List<ChannelMultiplier> standing =
                  versions.stream().filter(version -> !version.isSuperseded()).toList();
              if (!standing.isEmpty()) {
                objects.add(
                    new PriceObject.Multiplier(
                        name, current(standing, ChannelMultiplier::effectiveAt, now)));
              }
            });
    return objects;
  }

  private static List<String> names(List<PriceTouched> of, PriceTouched.Kind kind) {
    return of.stream().filter(each -> each.kind() == kind).map(PriceTouched::name).toList();
  }

  /** From the version before the one in force. */
  private static <T> List<T> current(
      List<T> versions, java.util.function.Function<T, Instant> start, Instant now) {
    int inForce = 0;
    for (int i = 0; i < versions.size(); i++) {
      if (!start.apply(versions.get(i)).isAfter(now)) {
        inForce = i;
      }
    }
    return versions.subList(Math.max(0, inForce - 1), versions.size());
  }

  private static Map<String, List<OfficialPrice>> byModel(List<OfficialPrice> versions) {
    return versions.stream()
        .collect(Collectors.groupingBy(OfficialPrice::model, TreeMap::new, Collectors.toList()));
  }

  private static Map<String, List<ChannelMultiplier>> byChannel(List<ChannelMultiplier> versions) {
    return versions.stream()
        .collect(
            Collectors.groupingBy(ChannelMultiplier::channel, TreeMap::new, Collectors.toList()));
  }

  static @Nullable OfficialPrice officialAt(List<OfficialPrice> versions, Instant at) {
    return versions.stream()
        .filter(version -> !version.effectiveFrom().isAfter(at))
        .max(Comparator.comparing(OfficialPrice::effectiveFrom))
        .orElse(null);
  }

  static @Nullable ChannelMultiplier multiplierAt(List<ChannelMultiplier> versions, Instant at) {
    ChannelMultiplier inForce = null;
    for (ChannelMultiplier version : versions) {
      if (!version.isSuperseded()
          && !version.effectiveAt().isAfter(at)
          && (inForce == null || !version.effectiveAt().isBefore(inForce.effectiveAt()))) {
        inForce = version;
      }
    }
    return inForce;
  }

  /**
   * Versions by model and by channel, oldest first. Immutable.
   *
   * @param multipliers superseded ones included
   */
  public record Pages(
      Map<String, List<OfficialPrice>> officials,
      Map<String, List<ChannelMultiplier>> multipliers) {

    /** The official price of a model at an instant, or null. */
    public @Nullable OfficialPrice official(String model, Instant at) {
      return officialAt(officials.getOrDefault(model, List.of()), at);
    }

    /** The multiplier of a channel at an instant, or null. */
    public @Nullable ChannelMultiplier multiplier(String channel, Instant at) {
      return multiplierAt(multipliers.getOrDefault(channel, List.of()), at);
    }

    /**
     * Checks a pin (contracts: "Pinning"). An official version counts if it was in force at the
     * call's start, or within 60 s of it. Of multipliers the one in force at the call's start
     * counts; the pinned one must be that one, its neighbour (a call that raced an announced
     * change), or one that was superseded (a relay that had not heard).
     */
    public PinnedPrice price(PricePin pin) {
      OfficialPrice official = version(pin.model(), pin.official());
      if (official == null) {
        return new PinnedPrice.Refused(
            "priceVersion.official: " + pin.official() + " is no version of model " + pin.model());
      }
      if (!withinGrace(official, pin.startedAt())) {
        return new PinnedPrice.Refused(
            "priceVersion.official: "
                + pin.official()
                + " was not in force at "
                + pin.startedAt()
                + " (expected: within 60 s)");
      }
      List<ChannelMultiplier> versions = multipliers.getOrDefault(pin.channel(), List.of());
      ChannelMultiplier inForce = multiplierAt(versions, pin.startedAt());
      if (inForce == null) {
        return new PinnedPrice.Refused(
            "channel: " + pin.channel() + " had no multiplier at " + pin.startedAt());
      }
      return near(versions, inForce, pin.multiplier())
          ? new PinnedPrice.Accepted(official, inForce)
          : new PinnedPrice.Refused(
              "priceVersion.multiplier: "
                  + pin.multiplier()
                  + " was not in force at "
                  + pin.startedAt()
                  + " (expected: "
                  + inForce.getId()
                  + ")");
    }

    /**
     * A pinned version of a model's official price; null when it is none, or was not in force at
     * the call's start, give or take the grace.
     */
    public @Nullable OfficialPrice pinned(String model, UUID id, Instant startedAt) {
      OfficialPrice version = version(model, id);
      return version != null && withinGrace(version, startedAt) ? version : null;
    }

    private @Nullable OfficialPrice version(String model, UUID id) {
      for (OfficialPrice version : officials.getOrDefault(model, List.of())) {
        if (version.getId().equals(id)) {
          return version;
        }
      }
      return null;
    }

    private boolean withinGrace(OfficialPrice version, Instant startedAt) {
      Instant end = null;
      for (OfficialPrice other : officials.getOrDefault(version.model(), List.of())) {
        if (other.effectiveFrom().isAfter(version.effectiveFrom())
            && (end == null || other.effectiveFrom().isBefore(end))) {
          end = other.effectiveFrom();
        }
      }
      boolean begun = !version.effectiveFrom().isAfter(startedAt.plus(GRACE));
      boolean notOver = end == null || end.isAfter(startedAt.minus(GRACE));
      return begun && notOver;
    }

    private static boolean near(
        List<ChannelMultiplier> versions, ChannelMultiplier inForce, UUID pinned) {
      if (inForce.getId().equals(pinned)) {
        return true;
      }
      List<ChannelMultiplier> standing =
          versions.stream().filter(version -> !version.isSuperseded()).toList();
      int at = standing.indexOf(inForce);
      for (ChannelMultiplier version : versions) {
        if (version.getId().equals(pinned)) {
          return version.isSuperseded() || Math.abs(standing.indexOf(version) - at) <= 1;
        }
      }
      return false;
    }
  }
}
