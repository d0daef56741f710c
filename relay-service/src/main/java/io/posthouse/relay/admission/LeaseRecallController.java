package io.posthouse.relay.admission;

import io.posthouse.web.ProblemException;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Billing-service wants money back that a lease holds for nobody. */
@RestController
class LeaseRecallController {

  private final CachedLeases leases;

  LeaseRecallController(CachedLeases leases) {
    this.leases = leases;
  }

  record Recall(@Nullable Boolean end) {}

  /**
   * @param returned all that this lease ever gave back
   */
  record Recalled(Map<String, String> returned) {}

  @PostMapping("/internal/leases/{id}/recall")
  Recalled recall(@PathVariable String id, @RequestBody Recall wish) {
    OptionalLong returned = leases.recall(id, Boolean.TRUE.equals(wish.end()));
    if (returned.isEmpty()) {
      throw ProblemException.notFound("lease " + id);
    }
    return new Recalled(
        Map.of("amount", UsdUnits.usd(returned.getAsLong()).toPlainString(), "currency", "USD"));
  }
}
