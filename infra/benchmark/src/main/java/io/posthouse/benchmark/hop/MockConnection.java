package io.posthouse.benchmark.hop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection to the mock: reads a request's head for path, length and credential, passes over
 * its body, answers. One request at a time.
 */
final class MockConnection extends SimpleChannelInboundHandler<ByteBuf> {

  private static final int HEAD_LIMIT = 16_384;

  private final SlowStreams slow;
  private final byte[] head = new byte[HEAD_LIMIT];
  private int headLength;
  private long bodyLeft = -1;
  private Shape shape = Shape.WHOLE;
  private Rendered rendered = Rendered.MESSAGES;

  MockConnection(SlowStreams slow) {
    this.slow = slow;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
    while (in.isReadable()) {
      if (bodyLeft < 0) {
        readHead(in);
      } else {
        int now = (int) Math.min(bodyLeft, in.readableBytes());
        in.skipBytes(now);
        bodyLeft -= now;
      }
      if (bodyLeft == 0) {
        bodyLeft = -1;
        headLength = 0;
        answer(context);
      }
    }
  }

  private void readHead(ByteBuf in) {
    while (in.isReadable()) {
      byte b = in.readByte();
      head[headLength++] = b;
      if (b == '\n' && headLength > 3 && head[headLength - 3] == '\n') {
        understand();
        return;
      }
    }
  }

  private void understand() {
    String text =
        new String(head, 0, headLength, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    bodyLeft = Long.parseLong(value(text, "content-length: "));
    int key = text.indexOf("shape-");
    // Its list of models, which the relay asks for now and then, ends whatever its calls do.
    shape =
        text.startsWith("get ")
            ? Shape.WHOLE
            : Shape.of(text.substring(key, text.indexOf('\r', key)));
    rendered = text.contains("/chat/completions ") ? Rendered.CHAT : Rendered.MESSAGES;
  }

  private static String value(String head, String name) {
    int at = head.indexOf(name);
    return at < 0 ? "0" : head.substring(at + name.length(), head.indexOf('\r', at));
  }

  private void answer(ChannelHandlerContext context) {
    switch (shape) {
      case WHOLE -> send(context, rendered.whole());
      case STREAM -> stream(context);
      case SLOW_10 -> slowly(context, 10);
      case SLOW_50 -> slowly(context, 50);
    }
  }

  private void stream(ChannelHandlerContext context) {
    send(context, rendered.streamHead());
    rendered.opening().forEach(event -> send(context, event));
    for (int i = 0; i < rendered.pieces(); i++) {
      send(context, rendered.delta());
    }
    rendered.ending().forEach(event -> send(context, event));
  }

  private void slowly(ChannelHandlerContext context, int perSecond) {
    send(context, rendered.streamHead());
    rendered.opening().forEach(event -> send(context, event));
    send(context, rendered.delta());
    slow.join(context.channel(), rendered, perSecond);
  }

  /** A write of its own for each: a model's chunks do not come in one piece. */
  private static void send(ChannelHandlerContext context, byte[] bytes) {
    var _ = context.writeAndFlush(Unpooled.wrappedBuffer(bytes), context.voidPromise());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable gone) {
    var _ = context.close();
  }
}
