package io.posthouse.relay.routing;

import io.posthouse.relay.protocol.Provider;
import io.posthouse.relay.protocol.Surface;
import io.posthouse.transport.Origin;
import java.util.List;
import java.util.Map;
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
 * @param priority smaller is tried first
 * @param weight share among equals; {@literal >=} 1
 * @param dedicatedTo the one account it serves, or null
 */
public record Upstream(
    String name,
    long version,
    Provider provider,
    Origin origin,
    String basePath,
    List<String> credentials,
    Map<String, String> models,
    int priority,
    int weight,
    boolean enabled,
    @Nullable String dedicatedTo) {

  public Upstream {
    credentials = List.copyOf(credentials);
    models = Map.copyOf(models);
  }

  /** Whether it can take a call. */
  boolean serves(String model, Surface asked, String accountId) {
    return provider == asked.provider()
        && models.containsKey(model)
        && (dedicatedTo == null || dedicatedTo.equals(accountId));
  }

  /** Without the credentials. */
  @Override
  public String toString() {
    return "Upstream[" + name + "]";
  }
}
