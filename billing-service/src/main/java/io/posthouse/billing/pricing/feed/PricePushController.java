package io.posthouse.billing.pricing.feed;

import io.posthouse.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes pushed price lists: open to everyone, believing only the secret's holder. */
@RestController
class PricePushController {

  static final String TIMESTAMP = "X-Posthouse-Timestamp";
  static final String SIGNATURE = "X-Posthouse-Signature";

  private static final Logger log = LoggerFactory.getLogger(PricePushController.class);
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final String ALGORITHM = "HmacSHA256";

  private final PriceFeed feed;
  private final byte @Nullable [] secret;
  private final InstantSource realTime = InstantSource.system();

  PricePushController(PriceFeed feed, PriceFeedProperties properties) {
    this.feed = feed;
    this.secret = properties.pushSecretBytes();
  }

  @PostMapping("/api/prices/pushes")
  PriceFeed.Outcome push(HttpServletRequest request) throws IOException {
    byte[] key = secret;
    if (key == null) {
      throw ProblemException.notFound("price pushes");
    }
    String timestamp = request.getHeader(TIMESTAMP);
    String signature = request.getHeader(SIGNATURE);
    if (timestamp == null || signature == null || !isFresh(timestamp)) {
      throw refused("no signature, or an old one");
    }
    byte[] body = request.getInputStream().readNBytes(PriceFeed.LONGEST + 1);
    if (body.length > PriceFeed.LONGEST) {
      throw new ProblemException(
          HttpStatus.CONTENT_TOO_LARGE, "too-large", "A price list is at most 32 MiB.");
    }
    if (!MessageDigest.isEqual(
        sign(key, timestamp, body), signature.getBytes(StandardCharsets.UTF_8))) {
      throw refused("a wrong signature");
    }
    try {
      return feed.take(body);
    } catch (IllegalArgumentException noList) {
      throw ProblemException.unprocessable("invalid-prices", String.valueOf(noList.getMessage()));
    }
  }

  private static ProblemException refused(String why) {
    log.warn("a price push was refused: {}", why);
    return new ProblemException(HttpStatus.UNAUTHORIZED, "push-refused", "Refused: " + why + ".");
  }

  private boolean isFresh(String timestamp) {
    try {
      Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
      return Duration.between(at, realTime.instant()).abs().compareTo(LIFE) <= 0;
    } catch (NumberFormatException | DateTimeException notTime) {
      return false;
    }
  }

  static byte[] sign(byte[] key, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encode(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(ALGORITHM + " is part of every JDK", impossible);
    }
  }
}
