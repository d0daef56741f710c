package io.posthouse.billing.reconciliation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.audit.Audit;
import io.posthouse.billing.ledger.AccountBalance;
import io.posthouse.billing.ledger.TrialBalance;
import io.posthouse.billing.payment.ProviderUnavailable;
import io.posthouse.billing.usage.UsageCompleteness;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Our books beside those of others, for operators. */
@RestController
@RequestMapping("/api/operator/reconciliation")
class ReconciliationController {

  private static final int LONGEST = 20_000_000;

  private final TrialBalance trial;
  private final UsageCompleteness completeness;
  private final StatementRuns statements;
  private final SupplierBills bills;
  private final Audit audit;
  private final TransactionTemplate transactions;

  ReconciliationController(
      TrialBalance trial,
      UsageCompleteness completeness,
      StatementRuns statements,
      SupplierBills bills,
      Audit audit,
      TransactionTemplate transactions) {
    this.trial = trial;
    this.completeness = completeness;
    this.statements = statements;
    this.bills = bills;
    this.audit = audit;
    this.transactions = transactions;
  }

  /**
   * @param balanced whether wallets, leases and postings agree
   * @param missing usage records that did not come
   * @param statements what providers and we do not agree about
   */
  record Overview(
      boolean balanced,
      List<String> differences,
      List<AccountView> accounts,
      List<UsageCompleteness.Gap> missing,
      List<DifferenceView> statements) {}

  record AccountView(String account, MoneyView gained, MoneyView lost, MoneyView balance) {

    static AccountView of(AccountBalance balance) {
      return new AccountView(
          balance.account(),
          MoneyView.of(balance.gained()),
          MoneyView.of(balance.lost()),
          MoneyView.of(balance.net()));
    }
  }

  /**
   * @param reference what the statement calls an order that is not one of ours
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DifferenceView(
      String provider,
      LocalDate day,
      UUID orderId,
      String kind,
      MoneyView there,
      MoneyView here,
      @Nullable String reference) {

    static DifferenceView of(String provider, LocalDate day, StatementMatch.Difference found) {
      return new DifferenceView(
          provider,
          day,
          found.orderId(),
          found.kind(),
          MoneyView.of(found.there()),
          MoneyView.of(found.here()),
          found.reference());
    }
  }

  record Run(@NotNull String provider, @NotNull LocalDate day) {}

  record RunView(int lines, int matched, List<DifferenceView> differences) {}

  @GetMapping
  Overview overview() {
    List<String> differences = trial.differences();
    return new Overview(
        differences.isEmpty(),
        differences,
        trial.accounts().stream().map(AccountView::of).toList(),
        completeness.gaps(),
        statements.differences().stream()
            .map(kept -> DifferenceView.of(kept.provider(), kept.day(), kept.difference()))
            .toList());
  }

  @PostMapping("/runs")
  RunView run(Person operator, @Valid @RequestBody Run asked) {
    StatementMatch match = match(asked);
    note(
        operator,
        "statement.matched",
        asked.provider(),
        asked.day() + ": " + match.lines() + " lines, " + match.matched() + " matched");
    return new RunView(
        match.lines(),
        match.matched(),
        match.differences().stream()
            .map(found -> DifferenceView.of(asked.provider(), asked.day(), found))
            .toList());
  }

  private StatementMatch match(Run asked) {
    try {
      return statements.run(asked.provider(), asked.day());
    } catch (ProviderUnavailable unavailable) {
      throw new ProblemException(
          HttpStatus.SERVICE_UNAVAILABLE,
          "provider-unavailable",
          "The statement cannot be had now: " + unavailable.getMessage() + ".");
    }
  }

  @PostMapping(path = "/supplier-bills", consumes = "text/csv")
  SupplierBills.Report bill(
      Person operator,
      @RequestParam String upstream,
      @RequestParam Instant from,
      @RequestParam Instant to,
      @RequestBody String csv) {
    if (csv.length() > LONGEST || !from.isBefore(to)) {
      throw ProblemException.unprocessable(
          "invalid-bill", "(expected: at most 20 MB of CSV, and from before to)");
    }
    SupplierBills.Report report = bills.match(upstream, from, to, SupplierBill.read(csv));
    note(
        operator,
        "supplier-bill.matched",
        upstream,
        report.billed() + " billed, " + report.different() + " different");
    return report;
  }

  private void note(Person operator, String action, String subject, String details) {
    transactions.executeWithoutResult(
        status -> audit.record(operator.subject(), action, subject, details));
  }
}
