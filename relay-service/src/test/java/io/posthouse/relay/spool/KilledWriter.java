package io.posthouse.relay.spool;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A process that opens and closes calls for ever, and says which are safe. Is killed. */
final class KilledWriter {

  private KilledWriter() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    long epoch = Long.parseLong(arguments[1]);
    SpoolSettings settings =
        new SpoolSettings(
            directory,
            20_000,
            1L << 40,
            0,
            1_000,
            SpoolSettings.Sync.valueOf(arguments[2]),
            Duration.ofMillis(5));
    Spool spool = Spool.open(settings);
    spool.unclosed().forEach(it -> spool.close(it.epoch(), it.call(), seq -> it.payload()).join());
    spool.began(epoch);
    for (int i = 1; ; i++) {
      String call = epoch + "-" + i;
      spool.open(epoch, call, () -> "open".getBytes(StandardCharsets.UTF_8));
      if (i % 3 != 0) {
        spool.close(epoch, call, seq -> ("close " + seq).getBytes(StandardCharsets.UTF_8)).join();
        System.out.println(call);
      }
    }
  }
}
