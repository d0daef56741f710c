package io.posthouse.local;

import io.posthouse.local.home.Home;
import io.posthouse.local.home.StackException;
import io.posthouse.local.stack.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;

/**
 * Lets one command at a time change a stack. The operating system gives the lock back when its
 * holder ends, however.
 */
final class CommandLock {

  private CommandLock() {}

  /** What is done under the lock. */
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }

  /** Takes the lock and does the work; waits while another command has it. */
  static void during(Home home, Progress progress, Work work) throws InterruptedException {
    try (FileChannel channel =
        FileChannel.open(home.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        progress.step("Another posthouse command is at work in " + home.folder() + "; waiting");
        lock = channel.lock();
      }
      if (!lock.isValid()) {
        throw new StackException(home.lock() + ": could not be locked");
      }
      work.run();
    } catch (IOException failed) {
      throw new StackException(
          home.lock() + ": could not be locked: " + Home.reason(failed), failed);
    }
  }
}
