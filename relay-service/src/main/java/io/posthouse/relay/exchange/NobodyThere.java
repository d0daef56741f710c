package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;

/** Stands in for a client that has left while its upstream is listened to until the end. */
record NobodyThere(EventLoop loop, ByteBufAllocator allocator) implements ClientSide {

  @Override
  public void head(int status, HttpHeaders headers) {}

  @Override
  public void data(ByteBuf data) {
    data.release();
  }

  @Override
  public void flush() {}

  @Override
  public void end(boolean close) {}

  @Override
  public void abort() {}

  @Override
  public boolean isWritable() {
    return true;
  }
}
