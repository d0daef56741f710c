package io.posthouse.local.process;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The environment of a part: what {@code up} was given, but for the launcher's own names, and the
 * part's settings over it.
 */
public final class ChildEnvironment {

  /** Names that are the launcher's alone; what {@code env} prints is among them. */
  public static final Set<String> OWN =
      Set.of(
          "POSTHOUSE_HOME",
          "POSTHOUSE_MVN",
          "POSTHOUSE_PORT_BASE",
          "POSTHOUSE_URL",
          "POSTHOUSE_API_KEY",
          "POSTHOUSE_SIMULATOR_URL",
          "POSTHOUSE_MAIL_URL",
          "POSTHOUSE_CUSTOMER_EMAIL",
          "POSTHOUSE_CUSTOMER_PASSWORD",
          "POSTHOUSE_SUPPORT_EMAIL",
          "POSTHOUSE_SUPPORT_PASSWORD",
          "POSTHOUSE_OPERATOR_EMAIL",
          "POSTHOUSE_OPERATOR_PASSWORD");

  /**
   * Beginnings of names that change what a service does; a change of one of these makes a running
   * part stale.
   */
  private static final List<String> SETTINGS =
      List.of(
          "POSTHOUSE_",
          "SPRING_",
          "SERVER_",
          "MANAGEMENT_",
          "EUREKA_",
          "LOGGING_",
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "OTEL_",
          "KC_");

  /** What every program needs, whatever it is. */
  private static final Set<String> BASICS =
      Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR");

  private ChildEnvironment() {}

  /** What of an environment a program gets that must not be configured by it. */
  public static Map<String, String> basics(Map<String, String> environment) {
    Map<String, String> result = new TreeMap<>(environment);
    result.keySet().retainAll(BASICS);
    return result;
  }

  /** What is handed on of an environment. */
  public static Map<String, String> handedOn(Map<String, String> environment) {
    Map<String, String> result = new TreeMap<>(environment);
    result.keySet().removeAll(OWN);
    return result;
  }

  /** What of a handed-on environment a part may read as a setting. */
  public static Map<String, String> settings(Map<String, String> environment) {
    Map<String, String> result = handedOn(environment);
    result.keySet().removeIf(name -> SETTINGS.stream().noneMatch(name::startsWith));
    return result;
  }
}
