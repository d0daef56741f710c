package io.posthouse.transport;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Hears an upstream's answer, on the call's event loop: {@link #head} once, {@link #data} and
 * {@link #readComplete} any number of times, then exactly one of {@link #end} and {@link #failed}.
 * Nothing after {@link UpstreamCall#cancel}.
 */
public interface AnswerListener {

  /** The status line and headers of the final (not 1xx) answer. */
  void head(int status, HttpHeaders headers);

  /** A piece of the body, without transfer coding. Borrowed: it is released after the call. */
  void data(ByteBuf data);

  /** No more can be read for now: the moment to flush. */
  void readComplete();

  /** The answer is whole. */
  void end();

  /** There will be no whole answer. */
  void failed(UpstreamFailure failure);
}
