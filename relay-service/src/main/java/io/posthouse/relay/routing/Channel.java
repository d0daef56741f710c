package io.posthouse.relay.routing;

import java.util.List;
import java.util.Set;

/**
 * What customers see and pay: a named way to a set of models.
 *
 * @param order ascending
 * @param models what is on sale through it
 * @param upstreams in any order, also those that are off
 */
public record Channel(
    String name, int order, Set<String> models, boolean enabled, List<Upstream> upstreams) {

  public Channel {
    models = Set.copyOf(models);
    upstreams = List.copyOf(upstreams);
  }

  boolean sells(String model) {
    return enabled && models.contains(model);
  }
}
