package io.posthouse.billing.usage;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How receipts are signed.
 *
 * @param signingKey an Ed25519 private key, PKCS#8, base64; when absent one is made on the first
 *     start and kept, sealed, in the database
 */
@ConfigurationProperties("posthouse.receipts")
record ReceiptProperties(@Nullable String signingKey) {

  @Override
  public String toString() {
    return "ReceiptProperties[signingKey=***]";
  }
}
