package io.posthouse.servers.mail;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import jakarta.mail.internet.MimeMessage;

/** What GreenMail delivers to: it keeps nothing in memory, the mailbox does the keeping. */
record SinkUser(Mailbox mailbox, String address) implements GreenMailUser {

  @Override
  public void deliver(MovingMessage message) {
    mailbox.receive(message.getMessage(), address);
  }

  @Override
  public void deliver(MimeMessage message) {
    mailbox.receive(message, address);
  }

  @Override
  public String getEmail() {
    return address;
  }

  @Override
  public String getLogin() {
    return address;
  }

  @Override
  public String getQualifiedMailboxName() {
    return address;
  }

  @Override
  public String getPassword() {
    return "";
  }

  @Override
  public void setPassword(String password) {
    throw new UnsupportedOperationException("the sink has no accounts");
  }

  @Override
  public void authenticate(String password) {}

  @Override
  public void create() {}

  @Override
  public void delete() {}
}
