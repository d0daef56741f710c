package io.posthouse.billing.usage.web;

import io.posthouse.billing.usage.Quarantine;
import io.posthouse.web.Cursor;
import io.posthouse.web.Items;
import io.posthouse.web.ProblemException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

  QuarantineController(Quarantine quarantine) {
    this.quarantine = quarantine;
  }

  @GetMapping
  Items<Quarantine.Item> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int size = Cursor.limit(limit);
    String position = Cursor.decode(cursor);
    UUID before = position == null ? null : UUID.fromString(position);
    return Items.page(quarantine.list(before, size + 1), size, item -> item.id().toString());
  }

  @PostMapping("/{id}/redrives")
  Quarantine.Redrive redrive(@PathVariable UUID id) {
    return quarantine
        .redrive(id)
        .orElseThrow(() -> ProblemException.notFound("quarantined record " + id));
  }
}
