package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** Buffers that wait, in order. Owns what it holds. Not thread-safe. */
final class HeldBytes {

  private final Queue<ByteBuf> held = new ArrayDeque<>(2);
  private int size;

  void add(ByteBuf bytes) {
    size += bytes.readableBytes();
    held.add(bytes);
  }

  int size() {
    return size;
  }

  /** How many buffers there are. */
  int count() {
    return held.size();
  }

  /** Takes the oldest one out. */
  ByteBuf poll() {
    ByteBuf first = held.remove();
    size -= first.readableBytes();
    return first;
  }

  /** Hands everything on, with its ownership. */
  void drainTo(Consumer<ByteBuf> taker) {
    while (!held.isEmpty()) {
      taker.accept(poll());
    }
  }

  /** All that is held, copied into one array; still held. */
  byte[] bytes() {
    byte[] all = new byte[size];
    int at = 0;
    for (ByteBuf each : held) {
      int length = each.readableBytes();
      each.getBytes(each.readerIndex(), all, at, length);
      at += length;
    }
    return all;
  }

  /** Whether a word of ASCII stands in what is held. */
  boolean contains(String word) {
    StringBuilder text = new StringBuilder(size);
    held.forEach(bytes -> text.append(bytes.toString(StandardCharsets.ISO_8859_1)));
    return text.indexOf(word) >= 0;
  }

  void release() {
    drainTo(ByteBuf::release);
  }
}
