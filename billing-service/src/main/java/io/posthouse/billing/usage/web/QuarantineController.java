package io.posthouse.billing.usage.web;

import io.posthouse.billing.audit.Audit;
import io.posthouse.billing.usage.Quarantine;
import io.posthouse.billing.web.NewestFirst;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Quarantined usage records, for operators. */
@RestController
@RequestMapping("/api/operator/quarantine")
class QuarantineController {

  private final Quarantine quarantine;
  private final Audit audit;

  QuarantineController(Quarantine quarantine, Audit audit) {
    this.quarantine = quarantine;
    this.audit = audit;
  }

  @GetMapping
  Items<Quarantine.Item> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    NewestFirst page = NewestFirst.of(limit, cursor);
    return page.items(quarantine.list(page.before(), page.fetch()), Quarantine.Item::id);
  }

  /** Charge and audit entry commit together. */
  @PostMapping("/{id}/redrives")
  @Transactional
  public Quarantine.Redrive redrive(Person operator, @PathVariable UUID id) {
    Quarantine.Redrive redriven =
        quarantine
            .redrive(id)
            .orElseThrow(() -> ProblemException.notFound("quarantined record " + id));
    audit.record(operator.subject(), "quarantine.redriven", id.toString(), redriven.status());
    return redriven;
  }
}
