package io.posthouse.relay.routing;

import java.util.HashSet;
import java.util.Set;

/**
 * What a call has tried: never the same upstream twice, nor the same credential. Not thread-safe.
 */
public final class Tried {

  private final Set<String> upstreams = new HashSet<>(2);
  private final Set<String> credentials = new HashSet<>(2);

  /** Notes a try. */
  public void add(Turn turn) {
    upstreams.add(turn.upstream().name());
    credentials.add(account(turn.upstream(), turn.credential()));
  }

  /** Whether nothing was tried. */
  public boolean isEmpty() {
    return upstreams.isEmpty();
  }

  boolean contains(Upstream upstream) {
    return upstreams.contains(upstream.name());
  }

  /** Whether the call has used that credential, at whichever upstream of the same address. */
  boolean contains(Upstream upstream, String credential) {
    return !credentials.isEmpty() && credentials.contains(account(upstream, credential));
  }

  private static String account(Upstream upstream, String credential) {
    return upstream.origin().authority() + " " + credential;
  }
}
