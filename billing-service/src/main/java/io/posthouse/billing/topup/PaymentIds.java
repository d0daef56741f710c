package io.posthouse.billing.topup;

import io.posthouse.billing.encryption.Encryption;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The providers' own order numbers, sealed at rest (P10), each good for its own row only. */
@Component
class PaymentIds {

  private final Encryption encryption;

  PaymentIds(Encryption encryption) {
    this.encryption = encryption;
  }

  byte[] seal(String paymentId, String table, UUID row) {
    return encryption.seal(paymentId.getBytes(StandardCharsets.UTF_8), place(table, row));
  }

  String open(byte[] sealed, String table, UUID row) {
    return new String(encryption.open(sealed, place(table, row)), StandardCharsets.UTF_8);
  }

  private static String place(String table, UUID row) {
    return table + "|provider_order_id|" + row;
  }
}
