package io.posthouse.transport;

import java.time.Duration;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How connections to upstreams are kept.
 *
 * @param connectTimeout for TCP, and again for TLS or a proxy's answer
 * @param idleTimeout how long an unused connection is kept
 * @param maxPerOrigin open connections to one origin, on one loop
 * @param trust whose certificates are believed; null for the JVM's
 */
public record PoolSettings(
    Duration connectTimeout,
    Duration idleTimeout,
    int maxPerOrigin,
    @Nullable TrustManagerFactory trust) {

  /** 5 s to connect, 55 s idle (less than the 60 s that many servers keep), 1,024 connections. */
  public static final PoolSettings DEFAULT =
      new PoolSettings(Duration.ofSeconds(5), Duration.ofSeconds(55), 1024, null);
}
