package io.posthouse.billing.pricing;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Channels as relay-service announces them, and their first multipliers. Thread-safe. */
@Service
public class ChannelPrices {

  private final ChannelRepository channels;
  private final ChannelMultiplierRepository multipliers;
  private final PriceTouches touches;
  private final Clock clock;

  ChannelPrices(
      ChannelRepository channels,
      ChannelMultiplierRepository multipliers,
      PriceTouches touches,
      Clock clock) {
    this.channels = channels;
    this.multipliers = multipliers;
    this.touches = touches;
    this.clock = clock;
  }

  /**
   * Takes over a channel's state. Its first multiplier counts from now on, if it never had one;
   * that of a later event is nothing to us (contracts: "Pinning").
   */
  @Transactional
  public void take(ChannelState state) {
    Channel channel = channels.findById(state.name()).orElseGet(() -> new Channel(state));
    channel.take(state);
    channels.save(channel);
    boolean hasFirst =
        multipliers.of(List.of(state.name())).stream().anyMatch(ChannelMultiplier::isFirst);
    if (!hasFirst) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      multipliers.save(
          ChannelMultiplier.first(
              UuidCreator.getTimeOrderedEpoch(), state.name(), state.firstMultiplier(), now));
      touches.touch(new PriceTouched(PriceTouched.Kind.MULTIPLIER, state.name()));
    }
  }

  /** The channels on sale, in their order. */
  @Transactional(readOnly = true)
  public List<Channel> onSale() {
    return channels.onSale();
  }
}
