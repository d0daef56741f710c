package io.posthouse.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;

/** Takes what was agreed on in the TLS handshake; HTTP/1.1 when nothing was. */
final class AlpnChoice extends ApplicationProtocolNegotiationHandler {

  private final HttpPipelines pipelines;

  AlpnChoice(HttpPipelines pipelines) {
    super(ApplicationProtocolNames.HTTP_1_1);
    this.pipelines = pipelines;
  }

  @Override
  protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
    if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
      pipelines.http2(ctx.pipeline());
    } else {
      pipelines.http1(ctx.pipeline());
    }
  }

  /** Anybody can fail a handshake: that is no warning. */
  @Override
  protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
    var _ = ctx.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    var _ = ctx.close();
  }
}
