/** Usage over HTTP: receipts by API key, the customer's own usage, the operator's quarantine. */
@NullMarked
package io.posthouse.billing.usage.web;

import org.jspecify.annotations.NullMarked;
