package io.posthouse.billing.payment.alipay;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a form's fields. */
final class AlipayForm {

  private AlipayForm() {}

  /**
   * The fields by name; empty when it is no form, or a field comes twice: who signs one value and
   * who reads another must not be different.
   */
  static Optional<Map<String, String>> read(byte[] body) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String part : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals <= 0) {
        return Optional.empty();
      }
      try {
        String name = URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8);
        String value = URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8);
        if (fields.put(name, value) != null) {
          return Optional.empty();
        }
      } catch (IllegalArgumentException badEscape) {
        return Optional.empty();
      }
    }
    return Optional.of(fields);
  }
}
