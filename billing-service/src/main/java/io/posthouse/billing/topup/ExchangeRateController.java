package io.posthouse.billing.topup;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The rate in force, and the operators' override. */
@RestController
@RequestMapping("/api/operator/exchange-rate")
class ExchangeRateController {

  private static final Logger log = LoggerFactory.getLogger(ExchangeRateController.class);
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,10})?");

  private final ExchangeRates rates;

  ExchangeRateController(ExchangeRates rates) {
    this.rates = rates;
  }

  @GetMapping
  View current() {
    return View.of(rates.current());
  }

  @PutMapping
  View override(Person operator, @Valid @RequestBody NewRate asked) {
    if (!DECIMAL.matcher(asked.cnyPerUsd()).matches()) {
      throw invalid("cnyPerUsd: not a rate (expected: a decimal string, above 0, below 1000)");
    }
    ExchangeRate rate;
    try {
      rate =
          new ExchangeRate(new BigDecimal(asked.cnyPerUsd()), ExchangeRate.Source.OPERATOR, null);
    } catch (IllegalArgumentException noRate) {
      throw invalid(String.valueOf(noRate.getMessage()));
    }
    rates.override(rate.cnyPerUsd(), asked.reason(), operator.subject());
    log.info("an operator set the exchange rate to {}, by {}", rate.plain(), operator.subject());
    return current();
  }

  private static ProblemException invalid(String why) {
    return ProblemException.unprocessable("invalid-rate", why);
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void withdraw(Person operator) {
    rates.withdrawOverride(operator.subject());
    log.info("an operator withdrew the exchange rate's override, by {}", operator.subject());
  }

  /**
   * @param reason for the record
   */
  record NewRate(@NotNull String cnyPerUsd, @NotBlank @Size(max = 500) String reason) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record View(String cnyPerUsd, String source, @Nullable Instant since) {

    static View of(ExchangeRate rate) {
      return new View(rate.plain(), rate.source().code(), rate.since());
    }
  }
}
