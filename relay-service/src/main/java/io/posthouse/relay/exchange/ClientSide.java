package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;

/** The client's connection, as an exchange sees it. Used on its event loop alone. */
public interface ClientSide {

  /** The loop that the exchange is confined to. */
  EventLoop loop();

  /** Where buffers come from. */
  ByteBufAllocator allocator();

  /** Sends the status line and headers. Without a content length the body is chunked. */
  void head(int status, HttpHeaders headers);

  /** Sends a piece of the body, at the next flush; takes the buffer over. */
  void data(ByteBuf data);

  /** Hands what was sent to the socket. */
  void flush();

  /**
   * Ends the answer.
   *
   * @param close whether the connection is closed after it
   */
  void end(boolean close);

  /** Closes the connection in the middle: the client sees that something is missing. */
  void abort();

  /** Whether more may be sent without piling up. */
  boolean isWritable();
}
