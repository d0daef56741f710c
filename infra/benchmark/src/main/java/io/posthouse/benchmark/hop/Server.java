package io.posthouse.benchmark.hop;

import io.posthouse.benchmark.ProcessUse;

/** What is measured, or the yardstick beside it. */
interface Server extends AutoCloseable {

  /** Its name in the report. */
  String name();

  /** Where it takes requests, on 127.0.0.1. */
  int port();

  /** What its processes have used. */
  ProcessUse use();

  /** What its threads have used, where that is worth telling apart. */
  default ThreadUse threads() {
    return ThreadUse.NONE;
  }

  @Override
  void close();
}
