package io.posthouse.relay.routing;

import io.posthouse.relay.protocol.Provider;
import io.posthouse.relay.protocol.Surface;
import io.posthouse.transport.Origin;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One account at a provider, behind a channel.
 *
 * @param name unique
 * @param version grows with every change; a changed upstream does not rest for what its old self
 *     did
 * @param basePath what stands before the protocol's own path; empty or beginning with a slash,
 *     never ending in one
 * @param credentials at least one; used in turn
 * @param models our names to the provider's
 * @param surfaces what it serves; of its provider
 * @param priority smaller is tried first
 * @param weight share among equals; {@literal >=} 1
 * @param drains whether it is listened to until its end when the client has left
 * @param dedicatedTo the one account it serves, or null
 * @param translation what holds for calls that are translated to it
 */
public record Upstream(
    String name,
    long version,
    Provider provider,
    Origin origin,
    String basePath,
    List<String> credentials,
    Map<String, String> models,
    Set<Surface> surfaces,
    int priority,
    int weight,
    boolean enabled,
    boolean drains,
    @Nullable String dedicatedTo,
    TranslationOptions translation) {

  private static final List<Surface> TRANSLATED_TO =
      List.of(Surface.MESSAGES, Surface.CHAT, Surface.RESPONSES, Surface.GENERATE_CONTENT);

  public Upstream {
    credentials = List.copyOf(credentials);
    models = Map.copyOf(models);
    surfaces = Set.copyOf(surfaces);
  }

  /** Whether it knows the model and takes that account's calls. */
  boolean knows(String model, String accountId) {
    return models.containsKey(model) && (dedicatedTo == null || dedicatedTo.equals(accountId));
  }

  /**
   * The surface on which it takes a call: the call's own, or one that it is translated to; null
   * when there is none.
   */
  public @Nullable Surface through(Surface asked) {
    if (surfaces.contains(asked)) {
      return asked;
    }
    return asked.generates()
        ? TRANSLATED_TO.stream().filter(surfaces::contains).findFirst().orElse(null)
        : null;
  }

  /** Whether it serves a surface in its own words. */
  public boolean serves(Surface asked) {
    return surfaces.contains(asked);
  }

  /** Without the credentials. */
  @Override
  public String toString() {
    return "Upstream[" + name + "]";
  }
}
