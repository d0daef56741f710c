package io.posthouse.relay.routing;

import java.util.List;

/** What the routing table says about a call. */
public sealed interface Route {

  /**
   * It can be tried.
   *
   * @param stops the channels that can serve it, in order; at least one, and more only where the
   *     key's own list names more
   */
  record Found(Model model, List<Stop> stops) implements Route {
    public Found {
      stops = List.copyOf(stops);
    }
  }

  /**
   * A channel that can serve a call.
   *
   * @param upstreams those of the channel that speak the protocol, are on and know the model; at
   *     least one
   */
  record Stop(Channel channel, List<Upstream> upstreams) {
    public Stop {
      upstreams = List.copyOf(upstreams);
    }
  }

  /** No channel that this key may use sells the model. */
  record UnknownModel() implements Route {}

  /** It is sold, but no upstream takes it through this protocol. */
  record OtherProtocol() implements Route {}

  /**
   * It names something that only one account at the provider keeps, and the upstreams' accounts are
   * shared.
   *
   * @param field of the body
   */
  record Shared(String field) implements Route {}

  /** It is sold, and everything that could serve it is switched off. */
  record NoneEnabled() implements Route {}
}
