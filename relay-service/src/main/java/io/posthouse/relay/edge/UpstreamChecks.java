package io.posthouse.relay.edge;

import io.posthouse.relay.routing.Routing;
import io.posthouse.relay.routing.Upstream;
import io.posthouse.relay.routing.UpstreamHealth;
import io.posthouse.relay.routing.UpstreamProbe;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Asks in the background: credentials that a provider refused, and upstreams that nobody has called
 * for a minute. One list of models each, which costs nothing.
 */
final class UpstreamChecks implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(UpstreamChecks.class);

  private final Routing routing;
  private final UpstreamHealth health;
  private final UpstreamProbe probe;
  private final Duration interval;
  private @Nullable ScheduledExecutorService checks;

  UpstreamChecks(Routing routing, UpstreamHealth health, UpstreamProbe probe, Duration interval) {
    this.routing = routing;
    this.health = health;
    this.probe = probe;
    this.interval = interval;
  }

  private void check() {
    try {
      for (Upstream upstream : routing.table().upstreams()) {
        int place = upstream.enabled() ? health.toCheck(upstream) : -1;
        if (place >= 0) {
          var _ = probe.ask(upstream, place).thenAccept(result -> learn(upstream, place, result));
        }
      }
    } catch (RuntimeException failed) {
      log.warn("upstreams could not be checked", failed);
    }
  }

  private void learn(Upstream upstream, int place, UpstreamProbe.Result result) {
    health.learn(upstream, place, result.outcome());
    if (result.outcome() != UpstreamProbe.Outcome.TAKEN) {
      log.info("upstream {} is not well: {}", upstream.name(), result.detail());
    }
  }

  @Override
  public void start() {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("upstream-checks").daemon().factory());
    checks = executor;
    if (!interval.isZero()) {
      var _ =
          executor.scheduleWithFixedDelay(
              this::check, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void stop() {
    ScheduledExecutorService executor = checks;
    checks = null;
    if (executor != null) {
      executor.shutdownNow();
    }
  }

  @Override
  public boolean isRunning() {
    return checks != null;
  }
}
