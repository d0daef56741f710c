package io.posthouse.local;

import io.posthouse.local.demo.Demo;
import io.posthouse.local.home.Home;
import io.posthouse.local.home.Ports;
import io.posthouse.local.stack.Progress;
import io.posthouse.local.stack.Stack;
import io.posthouse.servers.KeycloakRealm;
import java.time.Duration;
import java.util.Map;

/**
 * {@code up}: the parts, the demo people and data, one metered call, and what a person needs to go
 * on.
 */
final class Up {

  private final Home home;
  private final Ports ports;
  private final Stack stack;
  private final Map<String, String> environment;
  private final String tokenClient;
  private final Progress out;

  Up(
      Home home,
      Ports ports,
      Stack stack,
      Map<String, String> environment,
      String tokenClient,
      Progress out) {
    this.home = home;
    this.ports = ports;
    this.stack = stack;
    this.environment = environment;
    this.tokenClient = tokenClient;
    this.out = out;
  }

  /**
   * Goes through the steps.
   *
   * @param begin when the command was given, by {@link System#nanoTime}
   */
  void run(long begin) throws InterruptedException {
    out.step("Posthouse in " + home.folder());
    boolean started = stack.up();
    try (KeycloakRealm realm = KeycloakRealm.of(stack.keycloak());
        Demo demo = new Demo(home, ports, realm, tokenClient, environment, out)) {
      realm.ensureDirectGrantClient(tokenClient);
      boolean made = demo.prepare();
      if (started || made) {
        demo.callAndShowReceipt();
      }
      demo.showSignIns(stack.certificates().authority());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    out.step("Ready after " + Progress.seconds(took) + ".");
  }
}
