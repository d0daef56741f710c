package io.posthouse.web;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Turns what no module's own advice took into problem details. Runs after theirs.
 *
 * <p>A fault (500) is logged here, once, with its stack; its answer says nothing of it.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  ResponseEntity<ProblemDetail> refused(ProblemException refusal) {
    ProblemDetail problem =
        Problems.of(refusal.status(), refusal.slug(), String.valueOf(refusal.getMessage()));
    return ResponseEntity.status(refusal.status()).body(problem);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> invalid(IllegalArgumentException invalid) {
    log.debug("a request was refused as invalid", invalid);
    return ResponseEntity.badRequest()
        .body(
            Problems.of(
                HttpStatus.BAD_REQUEST, "invalid-request", String.valueOf(invalid.getMessage())));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> fault(Exception fault) throws Exception {
    if (fault instanceof AccessDeniedException) {
      throw fault;
    }
    log.error("a request failed", fault);
    return ResponseEntity.internalServerError()
        .body(
            Problems.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal-error",
                "Something failed on our side. Try again; if it stays, tell support the trace id."));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException unreadable,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem = Problems.of(status, "invalid-request", describe(unreadable.getCause()));
    return handleExceptionInternal(unreadable, problem, headers, status, request);
  }

  /** Says where the body is wrong, and quotes none of it. */
  private static String describe(@Nullable Throwable cause) {
    return switch (cause) {
      case UnrecognizedPropertyException unknown -> path(unknown) + ": unknown field";
      case StreamReadException malformed ->
          "The body is not valid JSON at line "
              + malformed.getLocation().getLineNr()
              + ", column "
              + malformed.getLocation().getColumnNr()
              + ".";
      case JacksonException mismatch -> {
        Throwable root = mismatch.getCause();
        yield root instanceof IllegalArgumentException
            ? String.valueOf(root.getMessage())
            : path(mismatch) + ": not of the expected type";
      }
      case null, default -> "The body is missing or unreadable (expected: JSON).";
    };
  }

  private static String path(JacksonException at) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : at.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.isEmpty() ? "body" : path.toString();
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException invalid,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    List<Map<String, String>> errors =
        invalid.getFieldErrors().stream()
            .map(
                error ->
                    Map.of(
                        "field",
                        error.getField(),
                        "message",
                        String.valueOf(error.getDefaultMessage())))
            .toList();
    String detail =
        errors.isEmpty()
            ? "The request is invalid."
            : errors.getFirst().get("field") + ": " + errors.getFirst().get("message");
    ProblemDetail problem = Problems.of(status, "invalid-request", detail);
    problem.setProperty("errors", errors);
    return handleExceptionInternal(invalid, problem, headers, status, request);
  }
}
