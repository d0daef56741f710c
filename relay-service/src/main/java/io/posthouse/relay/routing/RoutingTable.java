package io.posthouse.relay.routing;

import io.posthouse.relay.protocol.ModelCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Channels, upstreams and models as they are at one moment. Immutable. */
public final class RoutingTable {

  /** Nothing is on sale. */
  public static final RoutingTable EMPTY = new RoutingTable(List.of(), List.of());

  private final List<Channel> ordered;
  private final Map<String, Channel> byName;
  private final Map<String, Model> models;

  /**
   * @param channels in any order; names are unique
   * @param models every model that a channel names
   */
  public RoutingTable(List<Channel> channels, List<Model> models) {
    this.ordered =
        channels.stream()
            .sorted(Comparator.comparingInt(Channel::order).thenComparing(Channel::name))
            .toList();
    this.byName =
        channels.stream().collect(Collectors.toUnmodifiableMap(Channel::name, Function.identity()));
    this.models =
        models.stream().collect(Collectors.toUnmodifiableMap(Model::name, Function.identity()));
  }

  /** Every upstream of every channel. */
  public List<Upstream> upstreams() {
    return ordered.stream().flatMap(channel -> channel.upstreams().stream()).toList();
  }

  /**
   * Finds the channels of a call: those of the key's own list that can serve it, in its order, so
   * that it may move along the list; without a list the first of all by order, which it never
   * leaves.
   *
   * @param keyChannels the key's list, in its order; empty when it has none
   * @param priced whether a channel has a price for the model now
   */
  public Route route(
      ModelCall call, String accountId, List<String> keyChannels, Predicate<Channel> priced) {
    String model = call.model();
    Model known = models.get(model);
    if (known == null) {
      return new Route.UnknownModel();
    }
    List<Route.Stop> stops = new ArrayList<>(1);
    boolean sold = false;
    boolean off = false;
    boolean shared = false;
    for (Channel channel : usable(keyChannels)) {
      if (!channel.sells(model) || !priced.test(channel)) {
        continue;
      }
      sold = true;
      List<Upstream> serving = new ArrayList<>();
      for (Upstream upstream : channel.upstreams()) {
        if (upstream.knows(model, accountId) && upstream.through(call.surface()) != null) {
          shared |= upstream.dedicatedTo() == null;
          off |= !upstream.enabled();
          if (upstream.enabled() && mayHold(upstream, call)) {
            serving.add(upstream);
          }
        }
      }
      if (!serving.isEmpty()) {
        stops.add(new Route.Stop(channel, serving));
        if (keyChannels.isEmpty()) {
          break;
        }
      }
    }
    if (!stops.isEmpty()) {
      return new Route.Found(known, stops);
    }
    String stateful = call.hints().stateful();
    if (!sold) {
      return new Route.UnknownModel();
    }
    if (shared && stateful != null) {
      return new Route.Shared(stateful);
    }
    return off ? new Route.NoneEnabled() : new Route.OtherProtocol();
  }

  /**
   * The models that a key may use, in the order of their names.
   *
   * @param priced whether a channel has a price for a model now
   */
  public List<Model> visible(
      List<String> keyChannels,
      List<String> keyModels,
      java.util.function.BiPredicate<String, Channel> priced) {
    List<Channel> usable = usable(keyChannels);
    return models.values().stream()
        .filter(model -> keyModels.isEmpty() || keyModels.contains(model.name()))
        .filter(
            model ->
                usable.stream()
                    .anyMatch(
                        channel ->
                            channel.sells(model.name()) && priced.test(model.name(), channel)))
        .sorted(Comparator.comparing(Model::name))
        .toList();
  }

  /** What names a thing kept at one account goes to the account's own upstream, untranslated. */
  private static boolean mayHold(Upstream upstream, ModelCall call) {
    return call.hints().stateful() == null
        || (upstream.dedicatedTo() != null && upstream.serves(call.surface()));
  }

  private List<Channel> usable(List<String> keyChannels) {
    if (keyChannels.isEmpty()) {
      return ordered;
    }
    List<Channel> known = new ArrayList<>(keyChannels.size());
    for (String name : keyChannels) {
      Channel channel = byName.get(name);
      if (channel != null) {
        known.add(channel);
      }
    }
    return known;
  }
}
