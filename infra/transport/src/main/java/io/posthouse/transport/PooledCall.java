package io.posthouse.transport;

import org.jspecify.annotations.Nullable;

/** One request, over one connection or, when a kept one was dead, two. Confined to the loop. */
final class PooledCall implements UpstreamCall {

  private final LoopPool pool;
  private final Origin origin;
  private final UpstreamRequest request;
  private final AnswerListener listener;
  private @Nullable UpstreamConnection connection;
  private boolean over;

  PooledCall(LoopPool pool, Origin origin, UpstreamRequest request, AnswerListener listener) {
    this.pool = pool;
    this.origin = origin;
    this.request = request;
    this.listener = listener;
  }

  Origin origin() {
    return origin;
  }

  UpstreamRequest request() {
    return request;
  }

  AnswerListener listener() {
    return listener;
  }

  boolean isCancelled() {
    return over;
  }

  void on(UpstreamConnection taken) {
    connection = taken;
  }

  /** The kept connection was dead and nothing was answered: once more, on a new one. */
  void again() {
    connection = null;
    pool.startFresh(this);
  }

  void end() {
    if (!over) {
      over = true;
      connection = null;
      listener.end();
    }
  }

  void fail(UpstreamFailure failure) {
    if (!over) {
      over = true;
      connection = null;
      listener.failed(failure);
    }
  }

  @Override
  public void pause() {
    if (connection != null) {
      connection.reading(false);
    }
  }

  @Override
  public void resume() {
    if (connection != null) {
      connection.reading(true);
    }
  }

  @Override
  public void cancel() {
    over = true;
    UpstreamConnection running = connection;
    connection = null;
    if (running != null) {
      running.abandon();
    }
  }
}
