package io.posthouse.notification.wording;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who writes to customers, and where they find the site (P65).
 *
 * @param publicUrl the public endpoint's origin, without a trailing slash
 */
@ConfigurationProperties("posthouse")
public record SiteProperties(@Nullable String publicUrl, @DefaultValue Brand brand) {

  /** The name customers know. */
  public record Brand(@DefaultValue("Posthouse") String name) {}

  public SiteProperties {
    if (publicUrl == null || publicUrl.isBlank()) {
      throw new IllegalArgumentException(
          "posthouse.public-url: not set (expected: the public endpoint's origin, such as https://example.com)");
    }
  }
}
