package io.posthouse.relay.operator.web;

/** The form of names. */
final class Names {

  static final String MODEL = "[a-z0-9][a-z0-9._:/-]{0,99}";
  static final String UPSTREAM = "[a-z0-9][a-z0-9._-]{0,62}";

  private Names() {}
}
