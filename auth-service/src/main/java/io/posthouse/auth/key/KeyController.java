package io.posthouse.auth.key;

import io.posthouse.web.Cursor;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /api/keys}: one's own keys. */
@RestController
@RequestMapping("/api/keys")
class KeyController {

  private final ApiKeys keys;

  KeyController(ApiKeys keys) {
    this.keys = keys;
  }

  @GetMapping
  Items<KeyView> list(
      Person person,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return keys.list(account(person), Cursor.limit(limit), Cursor.decode(cursor));
  }

  @PostMapping
  ResponseEntity<KeyView> create(Person person, @RequestBody KeyTerms terms) {
    KeyView created = keys.create(account(person), terms);
    return ResponseEntity.created(URI.create("/api/keys/" + created.id()))
        .header("Cache-Control", "no-store")
        .body(created);
  }

  @GetMapping("/{id}")
  KeyView get(Person person, @PathVariable UUID id) {
    return keys.get(account(person), id);
  }

  @PatchMapping("/{id}")
  KeyView change(Person person, @PathVariable UUID id, @RequestBody JsonNode body) {
    KeyPatch patch = KeyPatch.of(body);
    return keys.change(account(person), id, patch::applyTo);
  }

  @DeleteMapping("/{id}")
  ResponseEntity<Void> revoke(Person person, @PathVariable UUID id) {
    keys.revoke(account(person), id);
    return ResponseEntity.noContent().build();
  }

  private static UUID account(Person person) {
    return UUID.fromString(person.account());
  }
}
