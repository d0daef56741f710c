package io.posthouse.servers.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MailSinkTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;

  @Test
  void showsEachPartDecodedAndTheMissingOneAsNull() throws Exception {
    try (MailSink sink = sink()) {
      // Given
      MimeMessage message = message(sink, "wang@example.com");
      message.setSubject("价格变更 — price", "UTF-8");
      message.setText("Grüße, 你好 = equals", "UTF-8");
      message.setHeader("Content-Transfer-Encoding", "quoted-printable");

      // When
      Transport.send(message);

      // Then
      JsonNode mail = mails(sink, "wang@example.com").get(0);
      assertThat(mail.get("subject").stringValue()).isEqualTo("价格变更 — price");
      assertThat(mail.get("text").stringValue().strip()).isEqualTo("Grüße, 你好 = equals");
      assertThat(mail.get("html").isNull()).isTrue();
      assertThat(mail.get("from").stringValue()).isEqualTo("posthouse@example.com");
      assertThat(mail.get("to").stringValue()).isEqualTo("wang@example.com");
      assertThat(mail.get("receivedAt").stringValue()).isEqualTo(NOON.toString());
    }
  }

  @Test
  void findsBothPartsOfAnAlternativeInsideAMixedMail() throws Exception {
    try (MailSink sink = sink()) {
      // Given
      MimeBodyPart text = new MimeBodyPart();
      text.setText("https://x.test/verify?token=a.b~c-d_e", "UTF-8");
      text.setHeader("Content-Transfer-Encoding", "base64");
      MimeBodyPart html = new MimeBodyPart();
      html.setContent("<p>你好</p>", "text/html; charset=UTF-8");
      MimeBodyPart attachment = new MimeBodyPart();
      attachment.setText("not this", "UTF-8");
      attachment.setDisposition("attachment");
      MimeBodyPart both = new MimeBodyPart();
      both.setContent(new MimeMultipart("alternative", text, html));
      MimeMessage message = message(sink, "b@example.com");
      message.setContent(new MimeMultipart("mixed", attachment, both));

      // When
      Transport.send(message);

      // Then
      JsonNode mail = mails(sink, "b@example.com").get(0);
      assertThat(mail.get("text").stringValue()).isEqualTo("https://x.test/verify?token=a.b~c-d_e");
      assertThat(mail.get("html").stringValue()).isEqualTo("<p>你好</p>");
    }
  }

  @Test
  void givesTheNewestFirstToEachAddressItsOwnAndKeepsThemOverARestart() throws Exception {
    try (MailSink sink = sink()) {
      for (String subject : new String[] {"one", "two"}) {
        MimeMessage message = message(sink, "A+tag@Example.com");
        message.addRecipient(Message.RecipientType.CC, new InternetAddress("other@example.com"));
        message.setSubject(subject);
        message.setText("x");
        Transport.send(message);
      }
    }

    try (MailSink sink = sink()) {
      JsonNode mails = mails(sink, "a+tag@example.com");
      assertThat(mails.size()).isEqualTo(2);
      assertThat(mails.get(0).get("subject").stringValue()).isEqualTo("two");
      assertThat(mails(sink, "other@example.com").size()).isEqualTo(2);
      assertThat(mails(sink, "nobody@example.com").size()).isZero();
    }
  }

  @Test
  void showsMailsAsAPageWithoutRunningWhatIsInThem() throws Exception {
    try (MailSink sink = sink()) {
      MimeMessage message = message(sink, "p@example.com");
      message.setSubject("<script>alert(1)</script>");
      message.setText("x");
      Transport.send(message);

      assertThat(get(sink, "/")).contains("&lt;script&gt;").doesNotContain("<script>");
    }
  }

  private MailSink sink() throws Exception {
    return MailSink.start(folder, 0, 0, Clock.fixed(NOON, ZoneOffset.UTC));
  }

  private static MimeMessage message(MailSink sink, String to) throws Exception {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", "127.0.0.1");
    properties.put("mail.smtp.port", Integer.toString(sink.smtpPort()));
    MimeMessage message = new MimeMessage(Session.getInstance(properties));
    message.setFrom(new InternetAddress("posthouse@example.com", "Posthouse"));
    message.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
    return message;
  }

  private static JsonNode mails(MailSink sink, String to) throws Exception {
    return JsonMapper.builder().build().readTree(get(sink, "/messages?to=" + to)).get("items");
  }

  private static String get(MailSink sink, String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sink.httpPort() + path))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
