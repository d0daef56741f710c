package io.posthouse.testing.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Claude Code and Codex CLI, each for one task without a person, in a home and a folder of their
 * own, with all that would leave this machine switched off.
 */
public final class CodingAgents {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final NpmPackages packages;
  private final Path home;
  private final Path work;

  /**
   * Installs them, unless that was done before.
   *
   * @param folder an empty one
   */
  public CodingAgents(Path folder) {
    this.packages = NpmPackages.agents();
    this.home = folder.resolve("home");
    this.work = folder.resolve("work");
    try {
      Files.createDirectories(home);
      Files.createDirectories(work);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Where they work. */
  public Path work() {
    return work;
  }

  /**
   * Claude Code. It may read files, and do nothing else.
   *
   * @param base without {@code /v1}
   */
  public ClientProgram.Outcome claudeCode(String base, String key, String model, String prompt) {
    return ClientProgram.of(
            packages.file(claudeBinary()).toString(),
            "--print",
            prompt,
            "--allowedTools",
            "Read",
            "--output-format",
            "stream-json",
            "--verbose")
        .in(work)
        .with(
            Map.of(
                "HOME",
                home.toString(),
                "ANTHROPIC_BASE_URL",
                base,
                "ANTHROPIC_API_KEY",
                key,
                "ANTHROPIC_MODEL",
                model,
                "ANTHROPIC_DEFAULT_HAIKU_MODEL",
                model,
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
                "1",
                "DISABLE_AUTOUPDATER",
                "1",
                "DISABLE_TELEMETRY",
                "1",
                "DISABLE_ERROR_REPORTING",
                "1"))
        .run(PATIENCE);
  }

  /** The package has a program for each platform; its installer would only link it. */
  private String claudeBinary() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String platform = system.contains("mac") ? "darwin" : "linux";
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
    return "@anthropic-ai/claude-code-" + platform + "-" + machine + "/claude";
  }

  /**
   * Codex CLI, which speaks Responses. It may run any command.
   *
   * @param base without {@code /v1}
   */
  public ClientProgram.Outcome codex(String base, String key, String model, String prompt) {
    String provider =
        "model_providers.posthouse={name=\"Posthouse\",base_url=\"%s/v1\",env_key=\"POSTHOUSE_API_KEY\",wire_api=\"responses\"}"
            .formatted(base);
    return ClientProgram.of(
            "node",
            packages.file("@openai/codex/bin/codex.js").toString(),
            "exec",
            "--skip-git-repo-check",
            "--sandbox",
            "danger-full-access",
            "--json",
            "-c",
            "model_provider=\"posthouse\"",
            "-c",
            provider,
            "-c",
            "check_for_update_on_startup=false",
            "-c",
            "analytics.enabled=false",
            "-c",
            "otel.exporter=\"none\"",
            "-m",
            model,
            prompt)
        .in(work)
        .with(
            Map.of(
                "HOME", home.toString(),
                "CODEX_HOME", home.toString(),
                "POSTHOUSE_API_KEY", key))
        .run(PATIENCE);
  }
}
