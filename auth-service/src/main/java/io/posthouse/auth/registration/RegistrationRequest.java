package io.posthouse.auth.registration;

import io.posthouse.auth.account.EmailAddress;
import io.posthouse.web.ProblemException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/registrations}.
 *
 * @param language {@code en} or {@code zh}; by {@code Accept-Language} when absent
 */
record RegistrationRequest(
    @Nullable String email,
    @Nullable String password,
    @Nullable String invitationCode,
    @Nullable String language) {

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** A request that keeps every rule. */
  record Checked(
      EmailAddress email, String password, @Nullable String invitationCode, String language) {

    /** Prints nothing. */
    @Override
    public String toString() {
      return "Checked[]";
    }
  }

  /**
   * Checks every field.
   *
   * @param preferred the language that the browser asks for
   * @throws ProblemException 400 for a malformed field, 422 for a password that breaks a rule
   */
  Checked check(Locale preferred) {
    if (email == null) {
      throw ProblemException.badRequest("email: missing (expected: name@domain)");
    }
    if (password == null) {
      throw ProblemException.badRequest("password: missing");
    }
    EmailAddress address = EmailAddress.parse(email);
    PasswordRules.violation(password)
        .ifPresent(
            why -> {
              throw ProblemException.unprocessable("password-not-accepted", why);
            });
    return new Checked(address, password, checkedCode(), checkedLanguage(preferred));
  }

  private @Nullable String checkedCode() {
    if (invitationCode == null || invitationCode.isBlank()) {
      return null;
    }
    String code = invitationCode.strip();
    if (!CODE.matcher(code).matches()) {
      throw ProblemException.badRequest(
          "invitationCode: malformed (expected: 1 to 64 letters, digits, - or _)");
    }
    return code;
  }

  private String checkedLanguage(Locale preferred) {
    if (language == null) {
      return preferred.getLanguage().equals("zh") ? "zh" : "en";
    }
    if (!language.equals("en") && !language.equals("zh")) {
      throw ProblemException.badRequest("language: unknown (expected: en or zh)");
    }
    return language;
  }

  /** Prints neither address nor password. */
  @Override
  public String toString() {
    return "RegistrationRequest[]";
  }
}
