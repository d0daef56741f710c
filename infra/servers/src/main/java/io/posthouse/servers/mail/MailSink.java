package io.posthouse.servers.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executors;

/**
 * An SMTP server that keeps every mail, and an HTTP server that shows them: {@code GET
 * /messages?to=ADDRESS} as JSON, {@code GET /} as a page. Both listen on 127.0.0.1 alone.
 */
public final class MailSink implements AutoCloseable {

  private final GreenMail smtp;
  private final HttpServer http;

  private MailSink(GreenMail smtp, HttpServer http) {
    this.smtp = smtp;
    this.http = http;
  }

  /**
   * Starts both servers; returns when they serve.
   *
   * @param folder where mails are kept; made when it is not there
   * @param httpPort the page's port; 0 takes a free one
   * @param smtpPort the SMTP port; 0 takes a free one
   * @throws IOException when a port is taken or the folder cannot be used
   */
  public static MailSink start(Path folder, int httpPort, int smtpPort, Clock clock)
      throws IOException {
    Mailbox mailbox = Mailbox.open(folder, clock);
    GreenMail smtp =
        new GreenMail(new ServerSetup(smtpPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    smtp.getUserManager()
        .setMessageDeliveryHandler((message, to) -> new SinkUser(mailbox, to.getEmail()));
    smtp.start();
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort), 0);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", new MailPages(mailbox));
    http.start();
    return new MailSink(smtp, http);
  }

  /** The page's port. */
  public int httpPort() {
    return http.getAddress().getPort();
  }

  /** The SMTP port. */
  public int smtpPort() {
    return smtp.getSmtp().getPort();
  }

  @Override
  public void close() {
    http.stop(0);
    smtp.stop();
  }
}
