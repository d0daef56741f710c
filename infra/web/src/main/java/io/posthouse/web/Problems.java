package io.posthouse.web;

import java.net.URI;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** Makes RFC 9457 problem details with a stable {@code type}. */
public final class Problems {

  /**
   * What every {@code type} begins with. A URN: the brand and the domain are configuration (P65).
   */
  public static final String TYPE_PREFIX = "urn:posthouse:problem:";

  private Problems() {}

  /**
   * A problem.
   *
   * @param slug the stable name, such as {@code receipt-not-ready}; part of the public surface
   * @param detail what was wrong and what was expected, for a person
   */
  public static ProblemDetail of(HttpStatusCode status, String slug, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(URI.create(TYPE_PREFIX + slug));
    return problem;
  }
}
