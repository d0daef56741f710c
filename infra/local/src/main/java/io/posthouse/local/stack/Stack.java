package io.posthouse.local.stack;

import io.posthouse.local.build.BootApplication;
import io.posthouse.local.build.Build;
import io.posthouse.local.build.Modules;
import io.posthouse.local.home.DiskSpace;
import io.posthouse.local.home.Home;
import io.posthouse.local.home.LocalCertificates;
import io.posthouse.local.home.Ports;
import io.posthouse.local.home.Secrets;
import io.posthouse.local.home.StackException;
import io.posthouse.local.process.PartProcess;
import io.posthouse.servers.KeycloakSettings;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * All parts together: up in order, down in the other order. Not thread-safe; one command at a time
 * holds the lock.
 */
public final class Stack implements AutoCloseable {

  private static final long FIRST_MEBIBYTES = 3072;
  private static final long LATER_MEBIBYTES = 512;
  private static final int AT_ONCE = 3;

  /**
   * The gateway stops taking calls, the relay ends those it has and ships their usage, then the
   * rest.
   */
  private static final List<List<Part>> DOWN =
      List.of(
          List.of(Part.GATEWAY_SERVICE),
          List.of(Part.RELAY_SERVICE),
          List.of(
              Part.BILLING_SERVICE,
              Part.AUTH_SERVICE,
              Part.REFERRAL_SERVICE,
              Part.NOTIFICATION_SERVICE),
          List.of(Part.DISCOVERY, Part.SIMULATOR, Part.MAIL, Part.KEYCLOAK, Part.KAFKA),
          List.of(Part.POSTGRESQL));

  private final Home home;
  private final Ports ports;
  private final Options options;
  private final Progress progress;
  private final Modules modules;
  private final Databases databases;
  private final LocalCertificates certificates;
  private final Launches launches;
  private final Readiness readiness;
  private final Starts starts;

  /** The stack of a state folder that is there. */
  public Stack(Home home, Ports ports, Options options, Progress progress, Clock clock) {
    this.home = home;
    this.ports = ports;
    this.options = options;
    this.progress = progress;
    this.modules = Modules.read(home.project());
    Secrets secrets = new Secrets(home);
    this.databases = new Databases(ports, secrets);
    this.certificates = new LocalCertificates(home, secrets, clock);
    this.launches =
        new Launches(
            home,
            ports,
            secrets,
            options,
            modules,
            databases,
            new ServiceSettings(home, ports, secrets, databases, certificates));
    this.readiness = new Readiness(ports, databases);
    this.starts = new Starts(home, ports, launches, readiness, options, progress, clock);
  }

  /**
   * Brings every part to where it runs as it should and answers.
   *
   * @return whether any part was started
   * @throws StackException when a part cannot; those that run go on running
   */
  public boolean up() throws InterruptedException {
    boolean first = Files.notExists(home.data(Part.POSTGRESQL.label()));
    DiskSpace.require(home.folder(), first ? FIRST_MEBIBYTES : LATER_MEBIBYTES);
    for (Part part : Part.values()) {
      if (starts.process(part).pid().isEmpty()) {
        starts.requirePorts(part);
      }
    }
    if (options.builds()) {
      build();
    }
    boolean started = startAll();
    BootApplication.removeOthers(home, launches.used());
    return started;
  }

  private void build() throws InterruptedException {
    List<String> folders =
        new ArrayList<>(List.of(Part.KEYCLOAK.module(), Part.SIMULATOR.module()));
    Part.APPLICATIONS.forEach(part -> folders.add(part.module()));
    Build build = new Build(home, modules, progress::detail);
    List<String> stale = build.stale(folders);
    if (stale.isEmpty()) {
      return;
    }
    DiskSpace.require(home.project(), LATER_MEBIBYTES);
    long begin = System.nanoTime();
    progress.step("Building " + String.join(", ", stale) + " (log: " + home.log("build") + ")");
    build.build(stale);
    progress.step("Built in " + Progress.seconds(Duration.ofNanos(System.nanoTime() - begin)));
  }

  private boolean startAll() throws InterruptedException {
    AtomicBoolean any = new AtomicBoolean();
    AtomicBoolean failed = new AtomicBoolean();
    Semaphore turns = new Semaphore(AT_ONCE, true);
    Map<Part, CompletableFuture<Void>> futures = new EnumMap<>(Part.class);
    try (ExecutorService threads = threads()) {
      CompletableFuture<Void> signed =
          CompletableFuture.runAsync(this::createCertificates, threads);
      for (Part part : order()) {
        CompletableFuture<?>[] needed =
            Stream.concat(
                    part.needs().stream().map(futures::get),
                    part == Part.GATEWAY_SERVICE ? Stream.of(signed) : Stream.empty())
                .toArray(CompletableFuture<?>[]::new);
        futures.put(
            part,
            CompletableFuture.allOf(needed)
                .thenRunAsync(() -> bring(part, turns, any, failed), threads));
      }
      CompletableFuture.allOf(futures.values().toArray(CompletableFuture<?>[]::new)).join();
      return any.get();
    } catch (CompletionException failure) {
      throw firstOf(failure);
    }
  }

  private static RuntimeException firstOf(CompletionException failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof RuntimeException runtime ? runtime : failure;
  }

  private void createCertificates() {
    try {
      certificates.create();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new StackException("stopped while certificates were made", stopped);
    }
  }

  /** The slowest first among those that may start at once. */
  private static List<Part> order() {
    List<Part> order =
        new ArrayList<>(
            List.of(
                Part.POSTGRESQL,
                Part.DISCOVERY,
                Part.KAFKA,
                Part.KEYCLOAK,
                Part.RELAY_SERVICE,
                Part.GATEWAY_SERVICE,
                Part.BILLING_SERVICE));
    Arrays.stream(Part.values()).filter(part -> !order.contains(part)).forEach(order::add);
    return order;
  }

  private void bring(Part part, Semaphore turns, AtomicBoolean any, AtomicBoolean failed) {
    boolean waits = part != Part.KEYCLOAK && part != Part.POSTGRESQL;
    try {
      if (waits) {
        turns.acquire();
      }
      try {
        if (failed.get()) {
          return;
        }
        any.compareAndSet(false, starts.bring(part));
        if (part == Part.POSTGRESQL) {
          databases.create();
        }
      } finally {
        if (waits) {
          turns.release();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new StackException("stopped while " + part.label() + " was starting", stopped);
    } catch (RuntimeException failure) {
      failed.set(true);
      throw failure;
    }
  }

  /** Ends every part. */
  public void down() throws InterruptedException {
    for (List<Part> together : DOWN) {
      each(together, this::stop);
    }
  }

  /**
   * Threads of the platform: two parts that wait for a class which a third one initialises would
   * keep both carriers of a machine with two processors, for ever.
   */
  private static ExecutorService threads() {
    return Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
  }

  /** What is done to a part. */
  @FunctionalInterface
  private interface Deed {
    void to(Part part) throws InterruptedException;
  }

  private static void each(List<Part> parts, Deed deed) {
    try (ExecutorService threads = threads()) {
      CompletableFuture<?>[] all =
          parts.stream()
              .map(part -> CompletableFuture.runAsync(() -> run(deed, part), threads))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(all).join();
    } catch (CompletionException failure) {
      throw firstOf(failure);
    }
  }

  private static void run(Deed deed, Part part) {
    try {
      deed.to(part);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new StackException("stopped while " + part.label() + " was ending", stopped);
    }
  }

  private void stop(Part part) throws InterruptedException {
    long begin = System.nanoTime();
    if (starts.stop(part)) {
      progress.part(part.label(), "stopped", Duration.ofNanos(System.nanoTime() - begin), "");
    }
  }

  /** Whether any service runs. */
  public boolean anyApplicationRuns() {
    return Part.APPLICATIONS.stream().anyMatch(part -> starts.process(part).pid().isPresent());
  }

  /** Ends the services alone: what {@code clock reset} needs. */
  public void stopApplications() {
    each(Part.APPLICATIONS.stream().filter(part -> part != Part.DISCOVERY).toList(), this::stop);
  }

  /** What {@code status} shows, a line per part. */
  public List<String> status() throws InterruptedException {
    List<String> lines = new ArrayList<>();
    lines.add(row("PART", "STATE", "PID", "ADDRESS"));
    for (Part part : Part.values()) {
      OptionalLong pid = starts.process(part).pid();
      lines.add(
          row(
              part.label(),
              starts.state(part),
              pid.isPresent() ? Long.toString(pid.getAsLong()) : "-",
              part.address(ports)));
    }
    return lines;
  }

  private static String row(String part, String state, String pid, String address) {
    return "%-22s %-9s %8s  %s".formatted(part, state, pid, address).stripTrailing();
  }

  /** Whether every part answers. */
  public boolean ready() throws InterruptedException {
    for (Part part : Part.values()) {
      if (!starts.state(part).equals("ready")) {
        return false;
      }
    }
    return true;
  }

  /** A part's process. */
  public PartProcess process(Part part) {
    return starts.process(part);
  }

  /** How to reach this stack's Keycloak. */
  public KeycloakSettings keycloak() {
    return launches.keycloakSettings();
  }

  /** The local certificates. */
  public LocalCertificates certificates() {
    return certificates;
  }

  @Override
  public void close() {
    readiness.close();
  }
}
