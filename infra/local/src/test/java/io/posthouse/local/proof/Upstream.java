package io.posthouse.local.proof;

import io.posthouse.simulator.ReceivedCall;
import io.posthouse.simulator.Simulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The upstream, and all it ever saw: the simulator itself forgets. */
final class Upstream implements AutoCloseable {

  private static final String COMPLETE = "complete";

  private final Simulator simulator = Simulator.start(0);
  private final Map<Long, ReceivedCall> received = new ConcurrentHashMap<>();
  private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();

  Upstream() {
    var _ = looks.scheduleWithFixedDelay(this::look, 200, 200, TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    simulator.calls().forEach(call -> received.put(call.number(), call));
  }

  String url() {
    return simulator.url();
  }

  /** By body's digest: whether each time that it came, its answer was told to the end. */
  Map<String, List<Boolean>> finished() {
    look();
    Map<String, List<Boolean>> all = new TreeMap<>();
    for (ReceivedCall call : received.values()) {
      if (call.path().equals("/v1/messages")) {
        all.computeIfAbsent(call.bodySha256(), digest -> new ArrayList<>())
            .add(call.end().equals(COMPLETE) && call.status() == 200);
      }
    }
    return all;
  }

  @Override
  public void close() {
    looks.close();
    simulator.close();
  }
}
