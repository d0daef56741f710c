package io.posthouse.benchmark.hop;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.posthouse.benchmark.ProcessUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The relay as it is shipped, in a process of its own, with one event loop. */
final class RelayServer implements Server {

  private final Process process;
  private final int port = FreePort.next();
  private final int operatorPort = FreePort.next();
  private final Path java = Path.of(System.getProperty("java.home"), "bin");

  /**
   * Starts it and waits until it takes calls.
   *
   * @param jar the service's own
   * @param folder for what it keeps
   * @param log for what it prints
   * @param options more for its JVM
   */
  RelayServer(Path jar, Path folder, Path log, Map<String, String> settings, List<String> options) {
    if (Files.notExists(jar)) {
      throw new IllegalStateException(jar + " is not there (expected: mvn package made it)");
    }
    List<String> command = new ArrayList<>();
    command.add(java.resolve("java").toString());
    command.addAll(
        List.of(
            "-Xms384m",
            "-Xmx384m",
            "-XX:MaxDirectMemorySize=768m",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(options);
    command.addAll(List.of("-jar", jar.toString()));
    settings.forEach((name, value) -> command.add("--" + name + "=" + value));
    own(folder).forEach((name, value) -> command.add("--" + name + "=" + value));
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    FreePort.awaitOpen(port, process);
    FreePort.awaitOpen(operatorPort, process);
  }

  private Map<String, String> own(Path folder) {
    return Map.of(
        "posthouse.relay.port", Integer.toString(port),
        "posthouse.relay.address", "127.0.0.1",
        "server.port", Integer.toString(operatorPort),
        "management.server.port", "0",
        "posthouse.relay.loops", "1",
        "posthouse.relay.body-budget", "512MB",
        "posthouse.body-limit", "33MB",
        "posthouse.relay.allowed-private-hosts", "127.0.0.1",
        "posthouse.relay.spool.directory", folder.resolve("spool").toString(),
        "posthouse.encryption.keyset", keyset());
  }

  private static String keyset() {
    try {
      var tink = AeadConfig2026.get();
      KeysetHandle handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, tink);
      String text =
          TinkJsonProtoKeysetFormat.serializeKeyset(handle, tink, InsecureSecretKeyAccess.get());
      return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Where operators talk to it. */
  String operatorUrl() {
    return "http://127.0.0.1:" + operatorPort;
  }

  @Override
  public String name() {
    return "relay";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public ProcessUse use() {
    return ProcessUse.of(List.of(process.pid()));
  }

  @Override
  public ThreadUse threads() {
    return ThreadUse.of(process.pid());
  }

  /** Bytes of live objects, after a full collection. */
  long liveHeap() {
    try {
      Process asked =
          new ProcessBuilder(
                  java.resolve("jcmd").toString(),
                  Long.toString(process.pid()),
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String told = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String total =
          told.lines()
              .filter(line -> line.startsWith("Total"))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("jcmd: " + told));
      return Long.parseLong(total.replaceAll("^Total +\\d+ +", "").strip());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
