package io.posthouse.outbox;

import org.springframework.transaction.support.TransactionSynchronization;

/** Runs an action once the transaction has committed. */
record AfterCommit(Runnable action) implements TransactionSynchronization {

  @Override
  public void afterCommit() {
    action.run();
  }
}
