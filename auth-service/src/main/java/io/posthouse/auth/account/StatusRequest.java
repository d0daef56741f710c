package io.posthouse.auth.account;

import io.posthouse.web.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /api/operator/accounts/{id}/status}.
 *
 * @param evidence at most 4,000 characters
 */
record StatusRequest(
    @Nullable AccountStatus status, @Nullable Cause cause, @Nullable String evidence) {

  private static final int LONGEST_EVIDENCE = 4_000;

  /**
   * The status asked for, with its rules checked.
   *
   * @throws ProblemException 400 or 422
   */
  AccountStatus checked() {
    if (status == null) {
      throw ProblemException.badRequest("status: missing (expected: active, suspended or banned)");
    }
    if (status == AccountStatus.CLOSED) {
      throw ProblemException.unprocessable(
          "status-not-accepted", "status: closed (expected: only its owner closes an account)");
    }
    if (evidence != null && evidence.length() > LONGEST_EVIDENCE) {
      throw ProblemException.badRequest(
          "evidence: " + evidence.length() + " characters (expected: <= " + LONGEST_EVIDENCE + ")");
    }
    if (status.needsCause() && (cause == null || evidence == null || evidence.isBlank())) {
      throw ProblemException.unprocessable(
          "cause-required",
          "cause, evidence: missing (expected: a cause of the published list, and what shows it)");
    }
    if (!status.needsCause() && cause != null) {
      throw ProblemException.unprocessable(
          "status-not-accepted", "cause: given for status active (expected: none)");
    }
    return status;
  }
}
