package io.posthouse.local.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a part is started.
 *
 * @param command the program and its arguments; they bear the marker
 * @param tuning arguments that go after the program's name and do not change what the part does
 *     (start caches)
 * @param settings environment variables of the part's own
 * @param defaults environment variables that the person's own environment overrides
 * @param inherits whether the person's whole environment is handed on, or only what every program
 *     needs
 * @param directory the working directory
 * @param marker what its process is known by
 */
public record Launch(
    List<String> command,
    List<String> tuning,
    Map<String, String> settings,
    Map<String, String> defaults,
    boolean inherits,
    Path directory,
    Marker marker) {

  /** Keeps its own copies. */
  public Launch {
    command = List.copyOf(command);
    tuning = List.copyOf(tuning);
    settings = Map.copyOf(settings);
    defaults = Map.copyOf(defaults);
  }

  /** The same start with other tuning. */
  public Launch tunedBy(List<String> other) {
    return new Launch(command, other, settings, defaults, inherits, directory, marker);
  }

  /** The whole command line. */
  public List<String> commandLine() {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(1, tuning);
    return whole;
  }

  /** The whole environment. */
  public Map<String, String> environment(Map<String, String> given) {
    Map<String, String> whole = new TreeMap<>(defaults);
    whole.putAll(inherits ? ChildEnvironment.handedOn(given) : ChildEnvironment.basics(given));
    whole.putAll(settings);
    return whole;
  }

  /** A digest of all that makes the part what it is: a running part with another one is stale. */
  public String fingerprint(Map<String, String> given) {
    Map<String, String> read = new TreeMap<>(defaults);
    if (inherits) {
      read.putAll(ChildEnvironment.settings(given));
    }
    read.putAll(settings);
    String text = String.join("\0", command) + "\0\0" + read;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
