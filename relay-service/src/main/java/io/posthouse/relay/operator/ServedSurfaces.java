package io.posthouse.relay.operator;

import io.posthouse.relay.protocol.Provider;
import io.posthouse.relay.protocol.Surface;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an upstream serves, by the names that operators use. */
final class ServedSurfaces {

  private ServedSurfaces() {}

  /**
   * The names.
   *
   * @param chosen null for all that the provider has
   */
  static List<String> groups(Provider provider, @Nullable List<String> chosen) {
    if (chosen != null) {
      return chosen;
    }
    return Arrays.stream(Surface.values())
        .filter(surface -> surface.provider() == provider)
        .map(Surface::group)
        .distinct()
        .toList();
  }

  /** The surfaces behind them. */
  static Set<Surface> of(Provider provider, @Nullable List<String> chosen) {
    List<String> groups = groups(provider, chosen);
    Set<Surface> served = EnumSet.noneOf(Surface.class);
    for (Surface surface : Surface.values()) {
      if (surface.provider() == provider && groups.contains(surface.group())) {
        served.add(surface);
      }
    }
    return served;
  }
}
