package io.posthouse.billing.payment;

import java.net.URI;

/** What a customer who visits {@code payUrl} is shown. */
public sealed interface PayPage {

  /**
   * The provider's own page.
   *
   * @param to absolute
   */
  record Redirect(URI to) implements PayPage {}

  /**
   * A code to scan with the provider's app.
   *
   * @param content what the code says
   * @param app the app's name, in both languages
   */
  record QrCode(String content, String app) implements PayPage {}
}
