package io.posthouse.benchmark.hop;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Streams that get a chunk at a fixed rate, spread evenly over a period of 100 ms. Lives on one
 * event loop; the counts may be read from anywhere.
 */
final class SlowStreams {

  private static final int TICK_MILLIS = 10;
  private static final int PHASES = 10;

  private record Stream(Channel channel, Rendered rendered) {}

  private final List<List<Stream>> phases = new ArrayList<>();
  private int tick;
  private int joined;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();

  SlowStreams() {
    for (int i = 0; i < PHASES; i++) {
      phases.add(new ArrayList<>());
    }
  }

  void start(EventLoop loop) {
    var _ = loop.scheduleAtFixedRate(this::send, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** From now on that connection gets chunks, until it is closed. */
  void join(Channel channel, Rendered rendered, int perSecond) {
    Stream stream = new Stream(channel, rendered);
    int every = PHASES * 10 / perSecond;
    int first = joined++ % every;
    for (int phase = first; phase < PHASES; phase += every) {
      phases.get(phase).add(stream);
    }
    open.incrementAndGet();
    channel
        .closeFuture()
        .addListener(
            _ -> {
              phases.forEach(phase -> phase.remove(stream));
              open.decrementAndGet();
            });
  }

  private void send() {
    tick = (tick + 1) % PHASES;
    List<Stream> now = phases.get(tick);
    int streams = now.size();
    // From the end: a write to a socket that is gone takes its stream out of the list at once.
    for (int i = streams - 1; i >= 0; i--) {
      Stream stream = now.get(i);
      byte[] delta = stream.rendered().delta();
      ByteBuf chunk = stream.channel().alloc().buffer(delta.length).writeBytes(delta);
      stamp(chunk, delta);
      var _ = stream.channel().writeAndFlush(chunk, stream.channel().voidPromise());
    }
    sent.addAndGet(streams);
  }

  private static void stamp(ByteBuf chunk, byte[] delta) {
    int at = Stamp.find(delta);
    long now = Stamp.now();
    for (int i = at + Shape.DIGITS - 1; i >= at; i--) {
      chunk.setByte(i, '0' + (int) (now % 10));
      now /= 10;
    }
  }

  long sent() {
    return sent.get();
  }

  int open() {
    return open.get();
  }
}
