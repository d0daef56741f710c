package io.posthouse.relay.spool;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries closed calls to whoever is told. */
public interface Courier extends AutoCloseable {

  /**
   * A closed call.
   *
   * @param event the payload of its CLOSE
   */
  record Parcel(long epoch, long seq, String call, byte[] event) {}

  /**
   * Sends one. May block for a while; called from one thread.
   *
   * @param delivered told on any thread, once: null when it has arrived for good
   */
  void send(Parcel parcel, Consumer<@Nullable Exception> delivered);

  @Override
  void close();
}
