package io.posthouse.web;

import org.springframework.http.HttpStatus;

/** A refusal that is answered as a problem detail. Stackless: it is an answer, not a fault. */
public class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String slug;

  /**
   * @param slug the stable end of the problem's {@code type}
   * @param detail what was wrong and what was expected
   */
  public ProblemException(HttpStatus status, String slug, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.slug = slug;
  }

  /** A 404: it does not exist, or it is another account's (one answer for both). */
  public static ProblemException notFound(String what) {
    return new ProblemException(HttpStatus.NOT_FOUND, "not-found", what + ": not found.");
  }

  /** A 409: a thing of that name exists, or its state does not allow it. */
  public static ProblemException conflict(String slug, String detail) {
    return new ProblemException(HttpStatus.CONFLICT, slug, detail);
  }

  /** A 422: well-formed, and not acceptable. */
  public static ProblemException unprocessable(String slug, String detail) {
    return new ProblemException(HttpStatus.UNPROCESSABLE_CONTENT, slug, detail);
  }

  /** A 400: malformed. */
  public static ProblemException badRequest(String detail) {
    return new ProblemException(HttpStatus.BAD_REQUEST, "invalid-request", detail);
  }

  HttpStatus status() {
    return status;
  }

  String slug() {
    return slug;
  }
}
