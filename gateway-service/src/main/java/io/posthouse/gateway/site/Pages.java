package io.posthouse.gateway.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.HtmlUtils;

/**
 * The pages at {@code /}, {@code /verify} and {@code /console}, in English and Chinese. {@code
 * ?lang=} chooses, else {@code Accept-Language}.
 */
@RestController
class Pages {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  private static final Duration ASSET_AGE = Duration.ofMinutes(10);
  private static final Map<String, MediaType> ASSETS =
      Map.of(
          "site.css", MediaType.parseMediaType("text/css;charset=utf-8"),
          "verify.js", MediaType.parseMediaType("text/javascript;charset=utf-8"),
          "console.js", MediaType.parseMediaType("text/javascript;charset=utf-8"));

  private final Page home;
  private final Page verify;
  private final Page console;

  /** A page in both languages. */
  private record Page(byte[] english, byte[] chinese) {}

  Pages(SiteProperties site) {
    this.home = page("home", site.brand());
    this.verify = page("verify", site.brand());
    this.console = page("console", site.brand());
  }

  private static Page page(String name, String brand) {
    return new Page(render(name + ".en.html", brand), render(name + ".zh.html", brand));
  }

  private static byte[] render(String file, String brand) {
    String text = new String(read("pages/" + file), StandardCharsets.UTF_8);
    return text.replace("{{brand}}", HtmlUtils.htmlEscape(brand)).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] read(String path) {
    try {
      return new ClassPathResource(path).getContentAsByteArray();
    } catch (IOException missing) {
      throw new UncheckedIOException(path + " is part of this jar", missing);
    }
  }

  @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
  ResponseEntity<byte[]> home(
      @RequestParam(required = false) @Nullable String lang,
      @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false)
          @Nullable String languages) {
    return html(home, lang, languages);
  }

  @GetMapping("/verify")
  ResponseEntity<byte[]> verify(
      @RequestParam(required = false) @Nullable String lang,
      @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false)
          @Nullable String languages) {
    return html(verify, lang, languages);
  }

  @GetMapping("/console")
  ResponseEntity<byte[]> console(
      @RequestParam(required = false) @Nullable String lang,
      @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false)
          @Nullable String languages) {
    return html(console, lang, languages);
  }

  private static ResponseEntity<byte[]> html(
      Page page, @Nullable String lang, @Nullable String languages) {
    boolean chinese = isChinese(lang, languages);
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("text/html;charset=utf-8"))
        .header(HttpHeaders.CONTENT_LANGUAGE, chinese ? "zh" : "en")
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE + ", " + HttpHeaders.ACCEPT)
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "no-referrer")
        .header("X-Content-Type-Options", "nosniff")
        .cacheControl(CacheControl.noStore())
        .body(chinese ? page.chinese() : page.english());
  }

  /** Whether Chinese is what the reader likes best of the two. */
  private static boolean isChinese(@Nullable String lang, @Nullable String languages) {
    if (lang != null) {
      return lang.toLowerCase(Locale.ROOT).startsWith("zh");
    }
    if (languages == null) {
      return false;
    }
    try {
      String best = Locale.lookupTag(Locale.LanguageRange.parse(languages), List.of("en", "zh"));
      return "zh".equals(best);
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  @GetMapping("/assets/{file}")
  ResponseEntity<byte[]> asset(@PathVariable String file) {
    MediaType type = ASSETS.get(file);
    if (type == null) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return ResponseEntity.ok()
        .contentType(type)
        .header("X-Content-Type-Options", "nosniff")
        .cacheControl(CacheControl.maxAge(ASSET_AGE.toSeconds(), TimeUnit.SECONDS))
        .body(read("pages/" + file));
  }
}
