package io.posthouse.relay.operator.web;

import io.posthouse.relay.operator.EgressSetting;
import io.posthouse.relay.operator.TranslationSetting;
import io.posthouse.relay.operator.UpstreamDesk;
import io.posthouse.relay.operator.UpstreamTest;
import io.posthouse.relay.operator.UpstreamView;
import io.posthouse.relay.protocol.Provider;
import io.posthouse.web.Items;
import io.posthouse.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Upstreams, for operators. Credentials go in and never out. */
@RestController
@RequestMapping("/api/operator/upstreams")
class UpstreamController {

  private final UpstreamDesk desk;
  private final UpstreamTest test;

  UpstreamController(UpstreamDesk desk, UpstreamTest test) {
    this.desk = desk;
    this.test = test;
  }

  record Creation(
      @NotBlank String channel,
      @NotNull @Pattern(regexp = Names.UPSTREAM) String name,
      @NotBlank String protocol,
      @NotBlank @Size(max = 500) String baseUrl,
      @NotNull List<String> credentials,
      @NotNull Map<String, String> models,
      @Nullable @Min(0) @Max(1000) Integer priority,
      @Nullable @Min(1) @Max(10000) Integer weight,
      @Nullable EgressSetting egress,
      @Nullable Boolean enabled,
      @Nullable String minimumTls,
      @Nullable List<String> surfaces,
      @Nullable String onClientGone,
      @Nullable String dedicatedTo,
      @Nullable TranslationSetting translation) {

    /** Without the credentials. */
    @Override
    public String toString() {
      return "Creation[" + name + "]";
    }
  }

  record Change(
      @Nullable @Size(min = 1, max = 500) String baseUrl,
      @Nullable List<String> credentials,
      @Nullable Map<String, String> models,
      @Nullable @Min(0) @Max(1000) Integer priority,
      @Nullable @Min(1) @Max(10000) Integer weight,
      @Nullable EgressSetting egress,
      @Nullable Boolean enabled,
      @Nullable String minimumTls,
      @Nullable List<String> surfaces,
      @Nullable String onClientGone,
      @Nullable String dedicatedTo,
      @Nullable TranslationSetting translation) {

    /** Without the credentials. */
    @Override
    public String toString() {
      return "Change[]";
    }
  }

  @GetMapping
  Items<UpstreamView> list() {
    return Items.all(desk.upstreams());
  }

  @GetMapping("/{name}")
  UpstreamView get(@PathVariable String name) {
    return desk.upstream(name);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  UpstreamView create(@Valid @RequestBody Creation it) {
    return desk.create(
        it.channel(),
        it.name(),
        provider(it.protocol()),
        new UpstreamDesk.Wish(
            it.baseUrl(),
            it.credentials(),
            it.models(),
            it.priority(),
            it.weight(),
            it.egress(),
            it.enabled(),
            it.minimumTls(),
            it.surfaces(),
            it.onClientGone(),
            it.dedicatedTo(),
            it.translation()));
  }

  @PatchMapping("/{name}")
  UpstreamView change(@PathVariable String name, @Valid @RequestBody Change it) {
    return desk.change(
        name,
        new UpstreamDesk.Wish(
            it.baseUrl(),
            it.credentials(),
            it.models(),
            it.priority(),
            it.weight(),
            it.egress(),
            it.enabled(),
            it.minimumTls(),
            it.surfaces(),
            it.onClientGone(),
            it.dedicatedTo(),
            it.translation()));
  }

  @PostMapping("/{name}/enable")
  UpstreamView enable(@PathVariable String name) {
    return desk.change(name, enabled(true));
  }

  /** Takes no new calls; those that run go on to their end. */
  @PostMapping("/{name}/drain")
  UpstreamView drain(@PathVariable String name) {
    return desk.change(name, enabled(false));
  }

  /** Asks it for its models with each of its credentials, which costs nothing. */
  @PostMapping("/{name}/test")
  UpstreamTest.Report test(@PathVariable String name) {
    return test.run(name);
  }

  private static UpstreamDesk.Wish enabled(boolean on) {
    return new UpstreamDesk.Wish(
        null, null, null, null, null, null, on, null, null, null, null, null);
  }

  private static Provider provider(String name) {
    return switch (name) {
      case "anthropic" -> Provider.ANTHROPIC;
      case "openai" -> Provider.OPENAI;
      case "gemini" -> Provider.GEMINI;
      default ->
          throw ProblemException.unprocessable(
              "unknown-protocol", "protocol: " + name + " (expected: anthropic, openai or gemini)");
    };
  }
}
