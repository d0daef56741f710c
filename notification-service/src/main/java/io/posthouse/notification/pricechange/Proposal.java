package io.posthouse.notification.pricechange;

import io.posthouse.notification.wording.LocalizedText;
import java.math.BigDecimal;
import java.time.Instant;

/** A change that support staff want, well-formed. */
record Proposal(String channel, BigDecimal multiplier, Instant effectiveAt, LocalizedText reason) {}
