package io.posthouse.billing.usage;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How receipts are signed, and where the rules behind them are published.
 *
 * @param signingKey an Ed25519 private key, PKCS#8, base64; when absent one is made on the first
 *     start and kept, sealed, in the database
 * @param rulesUrl a page with a section for each {@link ChargeRule}
 */
@ConfigurationProperties("posthouse.receipts")
record ReceiptProperties(@Nullable String signingKey, URI rulesUrl) {

  /** Where a rule is written. */
  Receipt.Rule rule(ChargeRule rule) {
    return new Receipt.Rule(rule.code(), rulesUrl + "#" + rule.code());
  }

  @Override
  public String toString() {
    return "ReceiptProperties[signingKey=***, rulesUrl=" + rulesUrl + "]";
  }
}
