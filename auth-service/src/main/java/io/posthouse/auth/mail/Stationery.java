package io.posthouse.auth.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

/**
 * Writes letters from the templates in {@code mail/}: {@code <template>.<language>.txt}, whose
 * first line is the subject, and {@code <template>.<language>.html}. Both may name {@code {brand}},
 * {@code {site}} and {@code {link}}.
 */
@Component
class Stationery {

  private final Map<String, String> templates = new ConcurrentHashMap<>();
  private final String brand;
  private final String site;

  Stationery(
      @Value("${posthouse.brand.name:Posthouse}") String brand,
      @Value("${posthouse.public-url}") String site) {
    this.brand = brand;
    this.site = site;
  }

  /** A letter's text, ready to be sent. */
  record Written(String subject, String text, String html) {}

  /**
   * @param token for a letter with a link; else empty
   */
  Written write(Letter letter, String language, String token) {
    String name = letter.template() + "." + language;
    Map<String, String> values =
        Map.of("brand", brand, "site", site, "link", site + "/verify?token=" + token);
    String text = template(name + ".txt");
    String html = template(name + ".html");
    for (Map.Entry<String, String> value : values.entrySet()) {
      String placeholder = "{" + value.getKey() + "}";
      text = text.replace(placeholder, value.getValue());
      html = html.replace(placeholder, HtmlUtils.htmlEscape(value.getValue()));
    }
    int firstLine = text.indexOf('\n');
    return new Written(text.substring(0, firstLine), text.substring(firstLine).strip(), html);
  }

  private String template(String file) {
    return templates.computeIfAbsent(
        file,
        name -> {
          try {
            return new ClassPathResource("mail/" + name).getContentAsString(StandardCharsets.UTF_8);
          } catch (IOException missing) {
            throw new UncheckedIOException(name, missing);
          }
        });
  }
}
