package io.posthouse.relay.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Delivers to a list, on a thread of its own; loses and refuses when told to. */
final class MemoryCourier implements Courier {

  private final List<Parcel> delivered = new CopyOnWriteArrayList<>();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private volatile boolean refuses;
  private int oneIn;
  private Random random = new Random(1);

  void refuse(boolean now) {
    refuses = now;
  }

  void loseOneIn(int many, Random by) {
    oneIn = many;
    random = by;
  }

  @Override
  public synchronized void send(Parcel parcel, Consumer<Exception> told) {
    if (refuses) {
      throw new IllegalStateException("nobody there");
    }
    boolean lost = oneIn > 0 && random.nextInt(oneIn) == 0;
    thread.execute(
        () -> {
          if (!lost) {
            delivered.add(parcel);
          }
          told.accept(lost ? new IOException("no acknowledgement") : null);
        });
  }

  List<Long> seqs(long epoch) {
    return delivered.stream().filter(it -> it.epoch() == epoch).map(Parcel::seq).toList();
  }

  List<String> events() {
    return delivered.stream().map(it -> new String(it.event(), UTF_8)).toList();
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
