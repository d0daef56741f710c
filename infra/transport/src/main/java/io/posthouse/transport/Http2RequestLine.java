package io.posthouse.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request whose method or path would be more than that in HTTP/1 (T59, A21). Stands
 * before Netty's codec, which refuses it too, but with a buffer in hand that it forgets: whoever
 * sends enough of them would have the server's memory. Keeps nothing from one stream to the next.
 */
final class Http2RequestLine extends ChannelInboundHandlerAdapter {

  private static final String MARKS = "!#$%&'*+-.^_`|~";

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof Http2HeadersFrame head
        && !(isToken(head.headers().method()) && isVisible(head.headers().path()))) {
      throw new DecoderException("the request's method or path is malformed");
    }
    ctx.fireChannelRead(message);
  }

  private static boolean isToken(@Nullable CharSequence method) {
    return method == null
        || method
            .chars()
            .allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || MARKS.indexOf(c) >= 0));
  }

  private static boolean isVisible(@Nullable CharSequence path) {
    return path == null || path.chars().allMatch(c -> c > ' ' && c != 0x7f);
  }
}
