package io.posthouse.servers.mail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sink's HTTP side. A page's mails are text and a sandboxed frame: a mail runs no script here.
 */
final class MailPages implements HttpHandler {

  private static final int SHOWN = 200;

  private final Mailbox mailbox;
  private final JsonMapper json = JsonMapper.builder().build();

  MailPages(Mailbox mailbox) {
    this.mailbox = mailbox;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
        answer(exchange, 405, "text/plain", "method: expected GET\n");
        return;
      }
      List<Mail> mails = mailbox.to(parameter(exchange.getRequestURI().getRawQuery(), "to"));
      switch (exchange.getRequestURI().getPath()) {
        case "/messages" ->
            answer(
                exchange, 200, "application/json", json.writeValueAsString(Map.of("items", mails)));
        case "/" -> answer(exchange, 200, "text/html; charset=utf-8", page(mails));
        case "/health" -> answer(exchange, 200, "text/plain", "ok\n");
        default ->
            answer(exchange, 404, "text/plain", "path: expected / or /messages?to=ADDRESS\n");
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", type);
    exchange.getResponseHeaders().set("cache-control", "no-store");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  /**
   * A query parameter, decoded ({@code +} stays a plus: it is common in addresses); empty when
   * absent.
   */
  static String parameter(@org.jspecify.annotations.Nullable String query, String name) {
    if (query == null) {
      return "";
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).equals(name)) {
        return URLDecoder.decode(
            pair.substring(equals + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private static String page(List<Mail> mails) {
    StringBuilder page =
        new StringBuilder(
            """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Mail</title>
            <style>body{font:15px system-ui;margin:2em auto;max-width:60em}details{border-bottom:1px solid #ccc;padding:.5em}
            pre{white-space:pre-wrap}iframe{width:100%;height:20em;border:1px solid #ccc}small{color:#555}</style>
            <h1>Mail</h1><form><label>To <input name="to" type="search"></label> <button>Show</button></form>
            """);
    mails.stream().limit(SHOWN).forEach(mail -> show(page, mail));
    if (mails.isEmpty()) {
      page.append("<p>No mail.</p>");
    }
    return page.toString();
  }

  private static void show(StringBuilder page, Mail mail) {
    page.append("<details><summary><b>")
        .append(escaped(mail.subject()))
        .append("</b> to ")
        .append(escaped(mail.to()))
        .append(" <small>from ")
        .append(escaped(mail.from()))
        .append(", ")
        .append(mail.receivedAt())
        .append("</small></summary>");
    String text = mail.text();
    if (text != null) {
      page.append("<pre>").append(escaped(text)).append("</pre>");
    }
    String html = mail.html();
    if (html != null) {
      page.append("<iframe sandbox title=\"HTML part\" srcdoc=\"")
          .append(escaped(html))
          .append("\"></iframe>");
    }
    page.append("</details>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
