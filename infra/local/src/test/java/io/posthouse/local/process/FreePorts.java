package io.posthouse.local.process;

import io.posthouse.local.home.Ports;
import java.util.Random;
import java.util.stream.IntStream;

/** A block of ports that nobody has, for a stack beside any that runs. */
public final class FreePorts {

  private static final int BLOCK = 130;

  private FreePorts() {}

  /** Looks until there is one. */
  public static Ports find() {
    Random random = new Random();
    while (true) {
      int base = 20_000 + random.nextInt(11_000);
      boolean free =
          IntStream.rangeClosed(base, base + BLOCK).allMatch(PortUse::isFree)
              && PortUse.isFree(new Ports(base).gatewayHttps());
      if (free) {
        return new Ports(base);
      }
    }
  }
}
