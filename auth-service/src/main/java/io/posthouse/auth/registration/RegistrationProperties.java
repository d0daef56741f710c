package io.posthouse.auth.registration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What registration allows.
 *
 * @param perAddressPerHour registrations from one network address (IPv4, or IPv6 /64) in an hour
 */
@ConfigurationProperties("posthouse.registration")
record RegistrationProperties(@DefaultValue("20") int perAddressPerHour) {

  RegistrationProperties {
    if (perAddressPerHour < 1) {
      throw new IllegalArgumentException(
          "posthouse.registration.per-address-per-hour: "
              + perAddressPerHour
              + " (expected: >= 1)");
    }
  }
}
