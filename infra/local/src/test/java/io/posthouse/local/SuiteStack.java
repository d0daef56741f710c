package io.posthouse.local;

import io.posthouse.local.demo.DemoState;
import io.posthouse.local.demo.Role;
import io.posthouse.local.home.Home;
import io.posthouse.local.home.Ports;
import io.posthouse.local.process.FreePorts;
import io.posthouse.local.stack.Options;
import io.posthouse.local.stack.Part;
import io.posthouse.local.stack.Progress;
import io.posthouse.local.stack.Stack;
import io.posthouse.servers.KeycloakRealm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole stack of its own beside any that runs: the launcher's own code, a folder with a space in
 * its name, free ports.
 */
final class SuiteStack implements AutoCloseable {

  private static final String TOKEN_CLIENT = "posthouse-local";

  final Home home;
  final Ports ports;
  private final Map<String, String> environment;
  private final Clock clock = Clock.systemUTC();

  SuiteStack() throws IOException {
    Path project =
        Path.of(System.getProperty("posthouse.project", "../..")).toAbsolutePath().normalize();
    home = new Home(Files.createTempDirectory("posthouse suite "), project);
    ports = FreePorts.find();
    environment = new HashMap<>(System.getenv());
    environment
        .keySet()
        .removeIf(name -> name.startsWith("POSTHOUSE_") || name.endsWith("_API_KEY"));
    // The services tell all they can, so that the search for what they must not tell means
    // something.
    environment.put("LOGGING_LEVEL_IO_POSTHOUSE", "DEBUG");
    home.create();
  }

  /** What {@code up} does; returns what it printed. */
  String up() throws InterruptedException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Progress progress = progress(printed);
    try (Stack stack = stack(progress)) {
      new Up(home, ports, stack, environment, TOKEN_CLIENT, progress).run(System.nanoTime());
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** Shown as it comes, in the build's log, and kept. */
  private static Progress progress(ByteArrayOutputStream printed) {
    PrintStream both =
        new PrintStream(printed, true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            System.out.println("[suite] " + line);
            super.println(line);
          }
        };
    return new Progress(both);
  }

  private Stack stack(Progress progress) {
    Path keycloaks = home.project().resolve("infra/keycloak/target/installations");
    return new Stack(
        home, ports, new Options(false, false, keycloaks, environment), progress, clock);
  }

  void down() throws InterruptedException {
    try (Stack stack = stack(progress(new ByteArrayOutputStream()))) {
      stack.down();
    }
  }

  /** Ends one part as a crash would. */
  void kill(Part part) throws InterruptedException {
    try (Stack stack = stack(progress(new ByteArrayOutputStream()))) {
      stack.process(part).stop("KILL", Duration.ofSeconds(10));
    }
  }

  void moveClock(Duration step) {
    new BusinessClock(home).advance(step);
  }

  String token(String email, String password) {
    try (Stack stack = stack(progress(new ByteArrayOutputStream()));
        KeycloakRealm realm = KeycloakRealm.of(stack.keycloak())) {
      return realm.accessToken(TOKEN_CLIENT, email, password);
    }
  }

  String token(Role role) {
    DemoState.Person person = demo().person(role);
    return token(person.email(), person.password());
  }

  DemoState demo() {
    return DemoState.read(home).orElseThrow();
  }

  String url() {
    return "http://localhost:" + ports.gateway();
  }

  Someone visitor() {
    return new Someone(url(), "http://127.0.0.1:" + ports.mail(), null);
  }

  /** Processes whose command line names this stack's folder or ports. */
  List<String> processes() {
    List<String> found = new ArrayList<>();
    ProcessHandle.allProcesses()
        .map(process -> io.posthouse.local.process.ProcessTable.describe(process.pid()))
        .filter(line -> line.contains(home.folder().toString()))
        .forEach(found::add);
    return found;
  }

  @Override
  public void close() {
    try {
      down();
      home.wipe();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
