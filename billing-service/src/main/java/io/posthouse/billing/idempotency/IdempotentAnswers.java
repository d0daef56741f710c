package io.posthouse.billing.idempotency;

import io.posthouse.web.Person;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a POST that makes something: 201 and what was made, as JSON; once, where it came with an
 * {@code Idempotency-Key}. Thread-safe.
 */
@Component
public class IdempotentAnswers {

  private final IdempotentRequests requests;
  private final JsonMapper json;

  IdempotentAnswers(IdempotentRequests requests, JsonMapper json) {
    this.requests = requests;
    this.json = json;
  }

  /**
   * Does it, or answers as before.
   *
   * @param account whose key it is
   * @param key null when none was sent: it is done each time
   * @param request what identifies the request: what is asked for, and its body
   * @param work does it; with a key, in one transaction with the answer
   */
  public ResponseEntity<byte[]> created(
      UUID account, @Nullable String key, String request, Supplier<?> work) {
    Supplier<String> answer = () -> json.writeValueAsString(work.get());
    String body = key == null ? answer.get() : requests.once(account, key, request, answer);
    return ResponseEntity.status(HttpStatus.CREATED)
        .contentType(MediaType.APPLICATION_JSON)
        .body(body.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for a person of the staff, whose keys are their own. */
  public ResponseEntity<byte[]> created(
      Person staff, @Nullable String key, String request, Supplier<?> work) {
    return created(
        UUID.nameUUIDFromBytes(staff.subject().getBytes(StandardCharsets.UTF_8)),
        key,
        request,
        work);
  }
}
