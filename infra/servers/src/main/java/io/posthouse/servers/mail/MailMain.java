package io.posthouse.servers.mail;

import java.nio.file.Path;
import java.time.Clock;

/** The mail sink as a process of its own. */
public final class MailMain {

  private MailMain() {}

  /**
   * Starts the sink and stays until the process is ended.
   *
   * @param args the folder, the page's port, the SMTP port
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      throw new IllegalArgumentException("expected: FOLDER HTTP_PORT SMTP_PORT");
    }
    MailSink sink =
        MailSink.start(
            Path.of(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Clock.systemUTC());
    Runtime.getRuntime().addShutdownHook(new Thread(sink::close));
    Thread.currentThread().join();
  }
}
