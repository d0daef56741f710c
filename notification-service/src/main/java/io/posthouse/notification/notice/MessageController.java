package io.posthouse.notification.notice;

import io.posthouse.notification.wording.Language;
import io.posthouse.web.Cursor;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A customer's own inbox. */
@RestController
@RequestMapping("/api/messages")
class MessageController {

  private final CustomerInbox inbox;

  MessageController(CustomerInbox inbox) {
    this.inbox = inbox;
  }

  @GetMapping
  Items<InboxMessage> list(
      Person person,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false)
          @Nullable String accepted) {
    return inbox.page(
        account(person), Position.decode(cursor), Cursor.limit(limit), Language.accepted(accepted));
  }

  @PatchMapping("/{id}")
  InboxMessage mark(
      Person person,
      @PathVariable String id,
      @RequestBody Mark mark,
      @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false)
          @Nullable String accepted) {
    Boolean read = mark.read();
    if (read == null) {
      throw ProblemException.badRequest("read: missing (expected: true or false)");
    }
    return inbox.mark(account(person), messageId(id), read, Language.accepted(accepted));
  }

  private static UUID account(Person person) {
    return UUID.fromString(person.account());
  }

  private static UUID messageId(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException notOurs) {
      throw ProblemException.notFound("message");
    }
  }

  record Mark(@Nullable Boolean read) {}
}
