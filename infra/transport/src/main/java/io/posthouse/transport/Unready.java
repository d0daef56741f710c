package io.posthouse.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Stands at the end of a connection's pipeline until it is ready: what goes wrong before that is
 * told by the handshake's own future, and needs no second word in the log.
 */
final class Unready extends ChannelInboundHandlerAdapter {

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    var _ = ctx.close();
  }
}
