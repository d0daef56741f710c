/** Prices over HTTP: the public page, the operator's official prices, the relays' snapshot. */
@NullMarked
package io.posthouse.billing.pricing.web;

import org.jspecify.annotations.NullMarked;
