package io.posthouse.auth.key;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How keys are kept.
 *
 * @param peppers {@code version:base64}, 32 bytes or more each; the first makes new keys
 * @param mostPerAccount keys that are not revoked, per account
 */
@ConfigurationProperties("posthouse.keys")
record KeyProperties(@DefaultValue List<String> peppers, @DefaultValue("100") int mostPerAccount) {

  /** Prints no pepper. */
  @Override
  public String toString() {
    return "KeyProperties[mostPerAccount=" + mostPerAccount + "]";
  }
}
