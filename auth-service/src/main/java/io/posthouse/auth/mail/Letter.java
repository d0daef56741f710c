package io.posthouse.auth.mail;

/** The kinds of letter. The name is that of its template. */
public enum Letter {
  /** Asks a person to confirm the address; carries a link with a token. */
  VERIFICATION("verification", true),
  /** Tells a person who registers again that there is an account already. */
  ALREADY_REGISTERED("already-registered", false);

  private final String template;
  private final boolean withToken;

  Letter(String template, boolean withToken) {
    this.template = template;
    this.withToken = withToken;
  }

  String template() {
    return template;
  }

  boolean withToken() {
    return withToken;
  }
}
