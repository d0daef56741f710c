package io.posthouse.billing.pricing.web;

import io.posthouse.billing.audit.Audit;
import io.posthouse.billing.pricing.PriceProposal;
import io.posthouse.billing.pricing.PriceUpdates;
import io.posthouse.billing.pricing.events.RateViews;
import io.posthouse.billing.web.RatesView;
import io.posthouse.billing.web.TierView;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Prices of the feed that nobody would believe, for operators. */
@RestController
@RequestMapping("/api/operator/official-prices/proposals")
class PriceProposalController {

  private final PriceUpdates updates;
  private final Audit audit;

  PriceProposalController(PriceUpdates updates, Audit audit) {
    this.updates = updates;
    this.audit = audit;
  }

  /**
   * @param decision {@code accept} or {@code reject}
   */
  record Decision(@NotNull @Pattern(regexp = "accept|reject") String decision) {}

  record View(
      UUID id,
      String model,
      RatesView rates,
      List<TierView> tiers,
      Map<String, String> tools,
      String sourceUrl,
      String why,
      String status,
      Instant proposedAt) {

    static View of(PriceProposal proposal) {
      return new View(
          proposal.id(),
          proposal.model(),
          RateViews.of(proposal.tariff().rates()),
          RateViews.tiers(proposal.tariff(), BigDecimal.ONE),
          RateViews.tools(proposal.tariff(), BigDecimal.ONE),
          proposal.sourceUrl(),
          proposal.why(),
          proposal.status(),
          proposal.proposedAt());
    }
  }

  @GetMapping
  Items<View> list() {
    return Items.all(updates.waiting().stream().map(View::of).toList());
  }

  /** Price and audit entry commit together. */
  @PostMapping("/{id}/decisions")
  @Transactional
  public View decide(Person operator, @PathVariable UUID id, @Valid @RequestBody Decision said) {
    PriceProposal decided =
        updates
            .decide(id, said.decision().equals("accept"), operator.subject())
            .orElseThrow(() -> ProblemException.notFound("price that waits, " + id));
    audit.record(operator.subject(), "price." + decided.status(), decided.model(), decided.why());
    return View.of(decided);
  }
}
