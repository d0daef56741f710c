package io.posthouse.billing.audit.web;

import io.posthouse.billing.audit.Audit;
import io.posthouse.billing.audit.AuditEntry;
import io.posthouse.billing.web.NewestFirst;
import io.posthouse.web.Items;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What operators did here; the gateway sends {@code ?service=billing} this way. */
@RestController
class AuditController {

  private final Audit audit;

  AuditController(Audit audit) {
    this.audit = audit;
  }

  @GetMapping("/api/operator/audit")
  Items<AuditEntry> list(
      @RequestParam(required = false) @Nullable String subject,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    NewestFirst page = NewestFirst.of(limit, cursor);
    return page.items(audit.list(subject, page.before(), page.fetch()), AuditEntry::id);
  }
}
