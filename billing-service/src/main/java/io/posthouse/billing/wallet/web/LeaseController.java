package io.posthouse.billing.wallet.web;

import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.CreditLeases;
import io.posthouse.billing.wallet.LeaseAnswer;
import io.posthouse.billing.wallet.LeaseDesk;
import io.posthouse.billing.wallet.LeaseRequest;
import io.posthouse.billing.wallet.SpendLimit;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.web.ProblemException;
import io.posthouse.web.Problems;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Credit leases, for relay nodes. */
@RestController
@RequestMapping("/internal/leases")
class LeaseController {

  private final LeaseDesk desk;
  private final CreditLeases leases;

  LeaseController(LeaseDesk desk, CreditLeases leases) {
    this.desk = desk;
    this.leases = leases;
  }

  record Ask(
      @Nullable UUID grantId,
      @Nullable String node,
      @Nullable Long epoch,
      @Nullable UUID accountId,
      @Nullable Key key,
      @Nullable MoneyView want,
      @Nullable MoneyView needed,
      @Nullable MoneyView minimum,
      @Nullable MoneyView call) {

    LeaseRequest request() {
      Key asked = key();
      Limit limit = asked == null ? null : asked.spendLimit();
      UUID grant = require("grantId", grantId());
      Money least = require("minimum", minimum()).toMoney("minimum", Currency.USD);
      MoneyView waiting = needed();
      MoneyView largest = call();
      return new LeaseRequest(
          grant,
          require("node", node()),
          require("epoch", epoch()),
          require("accountId", accountId()),
          asked == null ? null : require("key.keyId", asked.keyId()),
          limit == null ? null : limit.toLimit(),
          require("want", want()).toMoney("want", Currency.USD),
          waiting == null ? least : waiting.toMoney("needed", Currency.USD),
          least,
          largest == null ? least : largest.toMoney("call", Currency.USD));
    }
  }

  record Key(@Nullable UUID keyId, @Nullable Limit spendLimit) {}

  record Limit(@Nullable MoneyView amount, @Nullable String period) {

    SpendLimit toLimit() {
      return new SpendLimit(
          require("key.spendLimit.amount", amount()).toMoney("key.spendLimit.amount", Currency.USD),
          SpendLimit.Period.of(require("key.spendLimit.period", period())));
    }
  }

  record Lease(String leaseId, MoneyView granted, long validSeconds, @Nullable Boolean precise) {}

  private static <T> T require(String field, @Nullable T value) {
    if (value == null) {
      throw ProblemException.badRequest(field + ": missing");
    }
    return value;
  }

  @PostMapping
  ResponseEntity<Object> grant(@RequestBody Ask ask) {
    return switch (desk.grant(ask.request())) {
      case LeaseAnswer.Granted granted ->
          ResponseEntity.ok(
              new Lease(
                  granted.lease().id().toString(),
                  MoneyView.of(granted.granted()),
                  granted.validSeconds(),
                  granted.precise()));
      case LeaseAnswer.BalanceShort(Money available) ->
          tooLittle(
              "insufficient-balance",
              "balance",
              "The balance does not cover the most that this call can cost.",
              available);
      case LeaseAnswer.KeyLimitReached(Money available) ->
          tooLittle(
              "spend-limit-reached",
              "key",
              "The key's spend limit does not cover the most that this call can cost.",
              available);
      case LeaseAnswer.NotActive inactive ->
          refused(
              HttpStatus.FORBIDDEN,
              "account-suspended",
              "status",
              "The account is " + inactive.status().code() + ".");
      case LeaseAnswer.ServiceEnded _ ->
          refused(HttpStatus.FORBIDDEN, "service-ended", "status", "The service has ended.");
      case LeaseAnswer.OldEpoch _ ->
          ResponseEntity.status(HttpStatus.CONFLICT)
              .body(
                  Problems.of(
                      HttpStatus.CONFLICT,
                      "old-epoch",
                      "epoch: not the node's newest (expected: POST /internal/nodes/{node}/epochs"
                          + " first)"));
    };
  }

  private static ResponseEntity<Object> tooLittle(
      String slug, String limit, String detail, Money available) {
    ProblemDetail problem = Problems.of(HttpStatus.PAYMENT_REQUIRED, slug, detail);
    problem.setProperty("limit", limit);
    problem.setProperty("available", MoneyView.of(available));
    return ResponseEntity.status(HttpStatus.PAYMENT_REQUIRED).body(problem);
  }

  private static ResponseEntity<Object> refused(
      HttpStatus status, String slug, String limit, String detail) {
    ProblemDetail problem = Problems.of(status, slug, detail);
    problem.setProperty("limit", limit);
    return ResponseEntity.status(status).body(problem);
  }

  @PostMapping("/{id}/renewals")
  Lease renew(@PathVariable UUID id) {
    if (leases.find(id).isEmpty()) {
      throw ProblemException.notFound("lease " + id);
    }
    return leases
        .renew(id)
        .map(
            lease ->
                new Lease(
                    lease.id().toString(),
                    MoneyView.of(lease.granted()),
                    leases.validSeconds(),
                    null))
        .orElseThrow(
            () ->
                ProblemException.conflict(
                    "lease-not-active",
                    "lease " + id + ": is draining or closed (expected: active)"));
  }
}
