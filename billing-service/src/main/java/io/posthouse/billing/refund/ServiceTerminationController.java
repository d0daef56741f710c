package io.posthouse.billing.refund;

import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The service's end, for operators. */
@RestController
@RequestMapping("/api/operator/service-termination")
class ServiceTerminationController {

  private final ServiceTerminations terminations;
  private final FinalRefunds refunds;

  ServiceTerminationController(ServiceTerminations terminations, FinalRefunds refunds) {
    this.terminations = terminations;
    this.refunds = refunds;
  }

  record Decide(@NotBlank @Size(max = 2000) String reason) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ServiceTermination decide(Person operator, @Valid @RequestBody Decide asked) {
    return terminations.decide(asked.reason(), operator.subject());
  }

  @GetMapping
  FinalRefunds.Report report() {
    return terminations
        .standing()
        .map(refunds::report)
        .orElseThrow(() -> ProblemException.notFound("service termination"));
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void withdraw(Person operator) {
    terminations.withdraw(operator.subject());
  }
}
