package io.posthouse.relay.operator;

import io.posthouse.relay.routing.Routing;
import io.posthouse.relay.routing.Upstream;
import io.posthouse.relay.routing.UpstreamHealth;
import io.posthouse.relay.routing.UpstreamProbe;
import io.posthouse.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** An operator's test of an upstream: ends the time out of a credential that is taken again. */
@Service
public class UpstreamTest {

  private final Routing routing;
  private final UpstreamHealth health;
  private final UpstreamProbe probe;

  UpstreamTest(Routing routing, UpstreamHealth health, UpstreamProbe probe) {
    this.routing = routing;
    this.health = health;
    this.probe = probe;
  }

  /**
   * What came of a test.
   *
   * @param ok whether every credential was taken
   */
  public record Report(boolean ok, List<Line> results) {}

  /**
   * One credential's.
   *
   * @param credential its place, from 1
   */
  public record Line(
      int credential,
      String outcome,
      @Nullable Integer status,
      long millis,
      @Nullable String detail) {}

  /**
   * Tests it; waits for the answers, bounded.
   *
   * @throws ProblemException 404 when there is none of that name
   */
  public Report run(String name) {
    Upstream upstream =
        routing.table().upstreams().stream()
            .filter(it -> it.name().equals(name))
            .findFirst()
            .orElseThrow(() -> ProblemException.notFound("upstream " + name));
    List<CompletableFuture<UpstreamProbe.Result>> asked = new ArrayList<>();
    for (int i = 0; i < upstream.credentials().size(); i++) {
      asked.add(probe.ask(upstream, i).toCompletableFuture());
    }
    List<Line> lines = new ArrayList<>();
    boolean ok = true;
    for (int i = 0; i < asked.size(); i++) {
      UpstreamProbe.Result result = asked.get(i).join();
      health.learn(upstream, i, result.outcome());
      ok &= result.outcome() == UpstreamProbe.Outcome.TAKEN;
      lines.add(
          new Line(
              i + 1,
              result.outcome().name().toLowerCase(Locale.ROOT),
              result.status(),
              result.millis(),
              result.detail()));
    }
    return new Report(ok, lines);
  }
}
