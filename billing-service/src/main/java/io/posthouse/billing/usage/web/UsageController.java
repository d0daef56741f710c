package io.posthouse.billing.usage.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.usage.Receipt;
import io.posthouse.billing.usage.ReceiptTimes;
import io.posthouse.billing.usage.Receipts;
import io.posthouse.billing.usage.UsageGroup;
import io.posthouse.billing.usage.UsagePeriod;
import io.posthouse.billing.usage.UsageSum;
import io.posthouse.billing.usage.UsageSums;
import io.posthouse.billing.web.Csv;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.web.Cursor;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
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

/** The customer's own usage. */
@RestController
@RequestMapping("/api/usage")
class UsageController {

  private static final List<Csv.Column<Sum>> SUMS =
      List.of(
          new Csv.Column<>("day", Sum::day),
          new Csv.Column<>("model", Sum::model),
          new Csv.Column<>("key", Sum::key),
          new Csv.Column<>("calls", Sum::calls),
          new Csv.Column<>("input", sum -> sum.usage().input()),
          new Csv.Column<>("output", sum -> sum.usage().output()),
          new Csv.Column<>("cacheRead", sum -> sum.usage().cacheRead()),
          new Csv.Column<>("cacheWrite5m", sum -> sum.usage().cacheWrite5m()),
          new Csv.Column<>("cacheWrite1h", sum -> sum.usage().cacheWrite1h()),
          new Csv.Column<>("reasoning", sum -> sum.usage().reasoning()),
          new Csv.Column<>("charge", sum -> sum.charge().amount()),
          new Csv.Column<>("currency", sum -> sum.charge().currency()),
          new Csv.Column<>("corrected", sum -> sum.corrected().amount()),
          new Csv.Column<>("inputAudio", sum -> sum.usage().inputAudio()),
          new Csv.Column<>("cacheReadAudio", sum -> sum.usage().cacheReadAudio()),
          new Csv.Column<>("outputAudio", sum -> sum.usage().outputAudio()),
          new Csv.Column<>("inputImage", sum -> sum.usage().inputImage()),
          new Csv.Column<>("cacheReadImage", sum -> sum.usage().cacheReadImage()),
          new Csv.Column<>("outputImage", sum -> sum.usage().outputImage()));

  private static final List<Csv.Column<Receipt>> CALLS =
      List.of(
          new Csv.Column<>("requestId", Receipt::requestId),
          new Csv.Column<>("keyId", Receipt::keyId),
          new Csv.Column<>("model", Receipt::model),
          new Csv.Column<>("upstreamModel", Receipt::upstreamModel),
          new Csv.Column<>("channel", Receipt::channel),
          new Csv.Column<>("startedAt", Receipt::startedAt),
          new Csv.Column<>("endedAt", Receipt::endedAt),
          new Csv.Column<>("status", Receipt::status),
          new Csv.Column<>("end", Receipt::end),
          new Csv.Column<>("source", Receipt::source),
          new Csv.Column<>("input", receipt -> receipt.usage().input()),
          new Csv.Column<>("output", receipt -> receipt.usage().output()),
          new Csv.Column<>("cacheRead", receipt -> receipt.usage().cacheRead()),
          new Csv.Column<>("cacheWrite5m", receipt -> receipt.usage().cacheWrite5m()),
          new Csv.Column<>("cacheWrite1h", receipt -> receipt.usage().cacheWrite1h()),
          new Csv.Column<>("reasoning", receipt -> receipt.usage().reasoning()),
          new Csv.Column<>("rule", receipt -> receipt.rule().name()),
          new Csv.Column<>("multiplier", Receipt::multiplier),
          new Csv.Column<>("charge", receipt -> receipt.charge().amount()),
          new Csv.Column<>("currency", receipt -> receipt.charge().currency()),
          new Csv.Column<>("corrected", receipt -> receipt.corrected().plain()),
          new Csv.Column<>("inputAudio", receipt -> receipt.usage().inputAudio()),
          new Csv.Column<>("cacheReadAudio", receipt -> receipt.usage().cacheReadAudio()),
          new Csv.Column<>("outputAudio", receipt -> receipt.usage().outputAudio()),
          new Csv.Column<>("inputImage", receipt -> receipt.usage().inputImage()),
          new Csv.Column<>("cacheReadImage", receipt -> receipt.usage().cacheReadImage()),
          new Csv.Column<>("outputImage", receipt -> receipt.usage().outputImage()));

  private final Receipts receipts;
  private final UsageSums sums;
  private final ReceiptTimes times;
  private final Clock clock;

  UsageController(Receipts receipts, UsageSums sums, ReceiptTimes times, Clock clock) {
    this.receipts = receipts;
    this.sums = sums;
    this.times = times;
    this.clock = clock;
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Sum(
      @Nullable String day,
      @Nullable String model,
      @Nullable String key,
      long calls,
      Receipt.Usage usage,
      MoneyView charge,
      MoneyView corrected) {

    static Sum of(UsageSum sum, UsageGroup by) {
      return new Sum(
          by == UsageGroup.DAY ? sum.group() : null,
          by == UsageGroup.MODEL ? sum.group() : null,
          by == UsageGroup.KEY ? sum.group() : null,
          sum.calls(),
          sum.usage(),
          MoneyView.of(sum.charge()),
          MoneyView.of(sum.corrected()));
    }
  }

  @GetMapping
  ResponseEntity<Object> sums(
      Person person,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(defaultValue = "day") String groupBy,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) {
    UsageGroup by = UsageGroup.of(groupBy);
    List<Sum> found =
        sums.of(account(person), UsagePeriod.of(from, to, clock), by).stream()
            .map(sum -> Sum.of(sum, by))
            .toList();
    return Csv.isWanted(accept) ? Csv.of(found, SUMS) : ResponseEntity.ok(Items.all(found));
  }

  /** Null when the answer was written already: exports are written as they are read. */
  @GetMapping("/calls")
  @Nullable ResponseEntity<Object> calls(
      Person person,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
      HttpServletResponse response)
      throws IOException {
    UsagePeriod period = UsagePeriod.of(from, to, clock);
    UUID before = position(Cursor.decode(cursor));
    if (Csv.isWanted(accept)) {
      UUID account = account(person);
      Csv.write(
          response,
          CALLS,
          row -> receipts.each(account, period, before, Csv.MAXIMUM_STREAMED_ROWS, row));
      return null;
    }
    int size = Cursor.limit(limit);
    return ResponseEntity.ok(
        Items.page(
            receipts.list(account(person), period, before, size + 1), size, Receipt::requestId));
  }

  @GetMapping("/calls/{requestId}")
  Receipt call(Person person, @PathVariable String requestId) {
    UUID id = times.requestId(requestId);
    if (id == null) {
      throw ProblemException.notFound("call");
    }
    return receipts.find(id, account(person)).orElseThrow(() -> ProblemException.notFound("call"));
  }

  private @Nullable UUID position(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    UUID id = times.requestId(cursor);
    if (id == null) {
      throw ProblemException.badRequest(
          "cursor: malformed (expected: the nextCursor of the page before)");
    }
    return id;
  }

  private static UUID account(Person person) {
    return UUID.fromString(person.account());
  }
}
