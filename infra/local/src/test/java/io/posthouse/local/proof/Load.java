package io.posthouse.local.proof;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls at a steady rate, whether or not anybody answers. */
final class Load implements AutoCloseable {

  private final Caller caller;
  private final List<UUID> accounts;
  private final List<Integer> ports;
  private final Random random;
  private final Map<UUID, Call> calls = new ConcurrentHashMap<>();
  private final AtomicInteger begun = new AtomicInteger();
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();

  /**
   * Begins.
   *
   * @param ports of the relays, which take turns
   */
  Load(Caller caller, List<UUID> accounts, List<Integer> ports, long seed, int perSecond) {
    this.caller = caller;
    this.accounts = accounts;
    this.ports = ports;
    this.random = new Random(seed);
    var _ =
        pace.scheduleAtFixedRate(
            this::next, 0, TimeUnit.SECONDS.toMicros(1) / perSecond, TimeUnit.MICROSECONDS);
  }

  private void next() {
    int number = begun.getAndIncrement();
    Kind kind =
        switch (random.nextInt(10)) {
          case 0 -> Kind.SLOW;
          case 1, 2, 3, 4 -> Kind.STREAM;
          default -> Kind.WHOLE;
        };
    Call call = caller.newCall(accounts.get(random.nextInt(accounts.size())), kind);
    calls.put(call.id(), call);
    int port = ports.get(number % ports.size());
    var _ = clients.submit(() -> calls.put(call.id(), caller.make(call, port)));
  }

  /** Waits until so many more have begun. */
  void awaitMore(int count) {
    int target = begun.get() + count;
    await()
        .atMost(Duration.ofMinutes(15))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> begun.get() >= target);
  }

  /** Begins no more, and waits for those that run. */
  List<Call> stop() {
    pace.close();
    clients.close();
    return List.copyOf(calls.values());
  }

  @Override
  public void close() {
    stop();
  }
}
