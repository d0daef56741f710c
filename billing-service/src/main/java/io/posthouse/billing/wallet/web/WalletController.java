package io.posthouse.billing.wallet.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.ledger.Ledger;
import io.posthouse.billing.ledger.LedgerLine;
import io.posthouse.billing.ledger.Statement;
import io.posthouse.billing.ledger.TransactionKind;
import io.posthouse.billing.wallet.Wallet;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.billing.web.Csv;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.web.Cursor;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The customer's own wallet. */
@RestController
@RequestMapping("/api/wallet")
class WalletController {

  private static final List<Csv.Column<Line>> COLUMNS =
      List.of(
          new Csv.Column<>("id", Line::id),
          new Csv.Column<>("kind", Line::kind),
          new Csv.Column<>("amount", line -> line.amount().amount()),
          new Csv.Column<>("balanceAfter", line -> line.balanceAfter().amount()),
          new Csv.Column<>("currency", line -> line.amount().currency()),
          new Csv.Column<>("at", Line::at),
          new Csv.Column<>("requestId", Line::requestId),
          new Csv.Column<>("topUpId", Line::topUpId));

  private final Wallets wallets;
  private final Ledger ledger;

  WalletController(Wallets wallets, Ledger ledger) {
    this.wallets = wallets;
    this.ledger = ledger;
  }

  record Balance(MoneyView balance, MoneyView reserved, MoneyView available) {

    static Balance of(Wallet wallet) {
      return new Balance(
          MoneyView.of(wallet.balance()),
          MoneyView.of(wallet.leased()),
          MoneyView.of(wallet.available()));
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Line(
      String id,
      String kind,
      MoneyView amount,
      MoneyView balanceAfter,
      Instant at,
      @Nullable String requestId,
      @Nullable String topUpId) {

    static Line of(LedgerLine line) {
      boolean topUp =
          line.kind().equals(TransactionKind.TOP_UP.code())
              || line.kind().equals(TransactionKind.TOP_UP_BONUS.code());
      return new Line(
          line.id().toString(),
          line.kind(),
          MoneyView.of(line.amount()),
          MoneyView.of(line.balanceAfter()),
          line.at(),
          requestId(line),
          topUp ? line.reference() : null);
    }

    /** The call of a charge, or of a part that was given back of one. */
    private static @Nullable String requestId(LedgerLine line) {
      return line.kind().equals(TransactionKind.CHARGE.code())
              || line.kind().equals(TransactionKind.CHARGE_REVERSAL.code())
          ? line.reference().replaceFirst(":.*", "")
          : null;
    }
  }

  @GetMapping
  Balance wallet(Person person) {
    return Balance.of(
        wallets.find(account(person)).orElseThrow(() -> ProblemException.notFound("wallet")));
  }

  @GetMapping("/transactions")
  ResponseEntity<Object> transactions(
      Person person,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) {
    UUID account = account(person);
    Long before = position(Cursor.decode(cursor));
    if (Csv.isWanted(accept)) {
      return Csv.of(
          ledger.lines(account, before, Csv.MAXIMUM_ROWS).stream().map(Line::of).toList(), COLUMNS);
    }
    int size = Cursor.limit(limit);
    Items<LedgerLine> page =
        Items.page(
            ledger.lines(account, before, size + 1), size, line -> String.valueOf(line.position()));
    return ResponseEntity.ok(
        new Items<>(page.items().stream().map(Line::of).toList(), page.nextCursor()));
  }

  /**
   * A UTC calendar month's statement: what the balance was, what changed it, what it became.
   *
   * @param month such as {@code 2026-11}
   */
  @GetMapping("/statements/{month}")
  MonthlyStatement statement(Person person, @PathVariable String month) {
    YearMonth asked = month(month);
    Instant from = asked.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant to = asked.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return MonthlyStatement.of(asked, ledger.statement(account(person), from, to));
  }

  private static YearMonth month(String text) {
    try {
      return YearMonth.parse(text);
    } catch (DateTimeParseException malformed) {
      throw ProblemException.badRequest("month: malformed (expected: such as 2026-11)");
    }
  }

  record MonthlyStatement(
      String month, MoneyView opening, List<Movement> movements, MoneyView closing) {

    static MonthlyStatement of(YearMonth month, Statement statement) {
      return new MonthlyStatement(
          month.toString(),
          MoneyView.of(statement.opening()),
          statement.movements().stream()
              .map(each -> new Movement(each.kind(), each.lines(), MoneyView.of(each.amount())))
              .toList(),
          MoneyView.of(statement.closing()));
    }
  }

  record Movement(String kind, long lines, MoneyView amount) {}

  private static @Nullable Long position(@Nullable String cursor) {
    try {
      return cursor == null ? null : Long.valueOf(cursor);
    } catch (NumberFormatException foreign) {
      throw ProblemException.badRequest(
          "cursor: malformed (expected: the nextCursor of the page before)");
    }
  }

  private static UUID account(Person person) {
    return UUID.fromString(person.account());
  }
}
