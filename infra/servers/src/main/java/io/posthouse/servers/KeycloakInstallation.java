package io.posthouse.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Keycloak server unpacked, with our provider in it and its build step done: that step takes half
 * a minute and is needed once per content. {@link #launch} then starts any number of instances from
 * it, each in a home of its own.
 */
public final class KeycloakInstallation {

  private static final List<String> BUILD_OPTIONS =
      List.of("--db=postgres", "--health-enabled=true");

  /**
   * One collector, C1 that waits until a method is hot, and a small heap: it serves sign-ins, and
   * stands beside everything else.
   */
  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:Tier3InvocationThreshold=1000",
          "-XX:Tier3MinInvocationThreshold=500",
          "-XX:Tier3CompileThreshold=5000",
          "-XX:Tier3BackEdgeThreshold=120000",
          "-XX:+UseCompactObjectHeaders",
          "-Xms160m",
          "-Xmn80m",
          "-Xmx384m",
          "-XX:MaxMetaspaceSize=256m",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dfile.encoding=UTF-8",
          "-Dstdout.encoding=UTF-8",
          "-Dstderr.encoding=UTF-8",
          "-Duser.language=en",
          "-Duser.country=US",
          "-Djdk.tls.rejectClientInitiatedRenegotiation=true",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/java.security=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
              + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
          "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
          "-Dpicocli.disable.closures=true",
          "-Dquarkus-log-max-startup-records=10000");

  private static final List<String> SHARED = List.of("lib", "providers", "themes");

  private final Path root;
  private final Path realm;

  private KeycloakInstallation(Path root, Path realm) {
    this.root = root;
    this.realm = realm;
  }

  /**
   * The installation in the cache, made first when it is not there. Any number of processes may ask
   * at once.
   *
   * @param cache where installations are kept, one folder per content
   * @param distribution {@code infra/keycloak/target/dist/keycloak.tar.gz}
   * @param provider {@code infra/keycloak/target/infra-keycloak.jar}
   * @param realm {@code infra/keycloak/src/main/realm/posthouse-realm.json}; may change without a
   *     new build
   * @throws UncheckedIOException when a file is missing or cannot be written
   * @throws IllegalStateException when unpacking or the build fails; the message ends with the
   *     tool's last lines
   */
  public static synchronized KeycloakInstallation prepare(
      Path cache, Path distribution, Path provider, Path realm) {
    try {
      Files.createDirectories(cache);
      Path lockFile = cache.resolve("keycloak.lock");
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        Path root = cache.resolve("keycloak-" + fingerprint(distribution, provider));
        if (lock.isValid() && Files.notExists(root)) {
          Path unfinished = cache.resolve("unfinished");
          deleteTree(unfinished);
          build(unfinished, distribution, provider);
          Files.move(unfinished, root, StandardCopyOption.ATOMIC_MOVE);
        }
        return new KeycloakInstallation(root, realm);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("Keycloak could not be installed in " + cache, failed);
    }
  }

  /** What tells it from installations of other distributions or providers. */
  public String content() {
    String name = root.getFileName().toString();
    return name.substring(name.lastIndexOf('-') + 1);
  }

  private static void build(Path target, Path distribution, Path provider) throws IOException {
    Files.createDirectories(target);
    run(
        target,
        List.of("tar", "xzf", distribution.toAbsolutePath().toString(), "--strip-components=1"));
    Files.copy(provider, target.resolve("providers").resolve("posthouse.jar"));
    List<String> command = new ArrayList<>(List.of(target.resolve("bin/kc.sh").toString()));
    command.add("build");
    command.addAll(BUILD_OPTIONS);
    run(target, command);
  }

  private static void run(Path directory, List<String> command) throws IOException {
    Path log = Files.createTempFile("posthouse-keycloak", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    clean(builder.environment());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    try {
      if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
        List<String> lines = Files.readAllLines(log);
        List<String> last = lines.subList(Math.max(0, lines.size() - 15), lines.size());
        throw new IllegalStateException(
            String.join(" ", command) + " failed:\n" + String.join("\n", last));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while Keycloak was being built", stopped);
    } finally {
      process.destroy();
      Files.deleteIfExists(log);
    }
  }

  /** Environment of the caller must not configure this Keycloak by accident. */
  private static void clean(Map<String, String> environment) {
    environment
        .keySet()
        .removeIf(
            name ->
                name.startsWith("KC_")
                    || name.startsWith("KEYCLOAK_")
                    || name.startsWith("QUARKUS_")
                    || name.startsWith("JAVA_")
                    || name.equals("JDK_JAVA_OPTIONS"));
  }

  /**
   * A process that starts one instance, not yet started; its output goes where the caller sends it.
   * The process is the server itself: its id is the server's, and SIGTERM stops it cleanly.
   *
   * @param jvmOptions more for the JVM, such as {@code -XX:AOTCacheOutput=FILE} once and {@code
   *     -XX:AOTCache=FILE} from then on, which saves a third of the start
   * @throws UncheckedIOException when the home cannot be written
   */
  public ProcessBuilder launch(KeycloakSettings settings, String... jvmOptions) {
    Path home = settings.home().toAbsolutePath();
    try {
      layOut(home);
    } catch (IOException failed) {
      throw new UncheckedIOException("Keycloak's home could not be made: " + home, failed);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(List.of(jvmOptions));
    command.add("-Dkc.home.dir=" + home);
    command.add("-Djboss.server.config.dir=" + home.resolve("conf"));
    command.add("-cp");
    command.add(root.resolve("lib/quarkus-run.jar").toAbsolutePath().toString());
    command.add("io.quarkus.bootstrap.runner.QuarkusEntryPoint");
    command.addAll(List.of("start", "--optimized", "--import-realm"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    clean(builder.environment());
    builder.environment().putAll(environment(settings));
    return builder;
  }

  private static Map<String, String> environment(KeycloakSettings settings) {
    Map<String, String> environment = new HashMap<>(settings.importSecrets());
    environment.put("POSTHOUSE_PUBLICURL", settings.publicUrl());
    environment.put("KC_DB", "postgres");
    environment.put("KC_DB_URL", settings.jdbcUrl());
    environment.put("KC_DB_USERNAME", settings.jdbcUser());
    environment.put("KC_DB_PASSWORD", settings.jdbcPassword());
    environment.put("KC_DB_POOL_INITIAL_SIZE", "2");
    environment.put("KC_DB_POOL_MIN_SIZE", "2");
    environment.put("KC_DB_POOL_MAX_SIZE", "15");
    environment.put("KC_CACHE", "local");
    environment.put("KC_HTTP_ENABLED", "true");
    environment.put("KC_HTTP_HOST", "127.0.0.1");
    environment.put("KC_HTTP_PORT", String.valueOf(settings.port()));
    environment.put("KC_HTTP_MANAGEMENT_PORT", String.valueOf(settings.managementPort()));
    environment.put("KC_HTTP_MANAGEMENT_HOST", "127.0.0.1");
    environment.put("KC_HOSTNAME", settings.publicUrl());
    environment.put("KC_HOSTNAME_ADMIN", settings.url());
    environment.put("KC_HOSTNAME_BACKCHANNEL_DYNAMIC", "true");
    environment.put("KC_PROXY_HEADERS", "xforwarded");
    environment.put("KC_PROXY_TRUSTED_ADDRESSES", "127.0.0.1");
    environment.put("KC_BOOTSTRAP_ADMIN_CLIENT_ID", settings.adminClientId());
    environment.put("KC_BOOTSTRAP_ADMIN_CLIENT_SECRET", settings.adminClientSecret());
    return environment;
  }

  /** Our own configuration and data beside what all instances share. */
  private void layOut(Path home) throws IOException {
    Path imports = Files.createDirectories(home.resolve("data/import"));
    Files.copy(realm, imports.resolve("posthouse-realm.json"), StandardCopyOption.REPLACE_EXISTING);
    Path conf = Files.createDirectories(home.resolve("conf"));
    try (var files = Files.list(root.resolve("conf"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, conf.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    for (String folder : SHARED) {
      Path link = home.resolve(folder);
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, root.resolve(folder).toAbsolutePath());
    }
  }

  /** The distribution by name and size (a release never changes), the provider by content. */
  private static String fingerprint(Path distribution, Path provider) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Long.toString(Files.size(distribution)).getBytes(StandardCharsets.US_ASCII));
      digest.update(Files.readAllBytes(provider));
      digest.update(BUILD_OPTIONS.toString().getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is part of every JDK", impossible);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (Files.notExists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
