package io.posthouse.local.demo;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * What is on sale in a new stack: the demo channel, and one for each provider whose key the person
 * has.
 */
final class Catalogue {

  private static final List<String> CLAUDE = List.of("claude-sonnet-4-5", "claude-haiku-4-5");
  private static final List<String> GPT = List.of("gpt-5", "gpt-5-mini");
  private static final List<String> SIMULATED =
      List.of(
          "sim-slow",
          "sim-hang",
          "sim-hang-mid",
          "sim-cut",
          "sim-eof",
          "sim-error",
          "sim-error-mid",
          "sim-no-usage",
          "sim-html",
          "sim-long");

  private final Api api;
  private final Supplier<String> operatorToken;
  private final String simulator;

  /**
   * @param simulator the simulator's address, without a trailing slash
   */
  Catalogue(Api api, Supplier<String> operatorToken, String simulator) {
    this.api = api;
    this.operatorToken = operatorToken;
    this.simulator = simulator;
  }

  /** Makes what is missing. Returns whether anything was. */
  boolean create(Map<String, String> environment) throws InterruptedException {
    List<String> all = new java.util.ArrayList<>(CLAUDE);
    all.addAll(GPT);
    all.addAll(SIMULATED);
    boolean made = prices(all);
    made |= channel("demo", "Demo", "演示", 100, all);
    // The simulator speaks Messages and Chat; what else is asked for, the relay translates.
    made |=
        upstream("demo", "simulator-anthropic", "anthropic", simulator, "sim-key", all, List.of());
    made |=
        upstream(
            "demo",
            "simulator-openai",
            "openai",
            simulator + "/v1",
            "sim-key",
            all,
            List.of("chat"));
    // Behind the demo channel: a call reaches a provider who charges only with a key that names the
    // channel.
    String anthropic = environment.getOrDefault("ANTHROPIC_API_KEY", "");
    if (!anthropic.isBlank()) {
      made |= channel("anthropic", "Anthropic", "Anthropic", 200, CLAUDE);
      made |=
          upstream(
              "anthropic",
              "anthropic-main",
              "anthropic",
              "https://api.anthropic.com",
              anthropic,
              CLAUDE,
              List.of());
    }
    String openai = environment.getOrDefault("OPENAI_API_KEY", "");
    if (!openai.isBlank()) {
      made |= channel("openai", "OpenAI", "OpenAI", 210, GPT);
      made |=
          upstream(
              "openai",
              "openai-main",
              "openai",
              "https://api.openai.com/v1",
              openai,
              GPT,
              List.of());
    }
    return made;
  }

  private boolean prices(List<String> models) throws InterruptedException {
    Set<String> priced = new HashSet<>();
    get("/api/operator/official-prices")
        .forEach(item -> priced.add(item.path("model").asString("")));
    boolean made = false;
    for (String model : models) {
      if (!priced.contains(model)) {
        api.send("PUT", "/api/operator/official-prices/" + model, rates(model), operator())
            .expect(200, 201, 204);
        made = true;
      }
    }
    return made;
  }

  /** USD per million tokens. */
  private static Map<String, String> rates(String model) {
    Map<String, String> rates = new TreeMap<>();
    switch (model) {
      case "claude-sonnet-4-5" -> put(rates, "3", "15", "0.30", "3.75", "6");
      case "claude-haiku-4-5" -> put(rates, "1", "5", "0.10", "1.25", "2");
      case "gpt-5" -> put(rates, "1.25", "10", "0.125", "1.25", "1.25");
      case "gpt-5-mini" -> put(rates, "0.25", "2", "0.025", "0.25", "0.25");
      default -> put(rates, "1", "2", "0.10", "1.25", "2");
    }
    rates.put("currency", "USD");
    return rates;
  }

  private static void put(
      Map<String, String> rates,
      String in,
      String out,
      String read,
      String write5m,
      String write1h) {
    rates.putAll(
        Map.of(
            "input",
            in,
            "output",
            out,
            "cacheRead",
            read,
            "cacheWrite5m",
            write5m,
            "cacheWrite1h",
            write1h));
  }

  private boolean channel(String name, String en, String zh, int order, List<String> models)
      throws InterruptedException {
    return create(
        "/api/operator/channels",
        name,
        Map.of(
            "name", name,
            "displayName", Map.of("en", en, "zh", zh),
            "multiplier", "1.00",
            "order", order,
            "models", models));
  }

  /**
   * @param surfaces what it serves; none: all that its provider has
   */
  private boolean upstream(
      String channel,
      String name,
      String protocol,
      String baseUrl,
      String key,
      List<String> models,
      List<String> surfaces)
      throws InterruptedException {
    Map<String, String> same = new HashMap<>();
    models.forEach(model -> same.put(model, model));
    Map<String, Object> body = new TreeMap<>();
    body.put("channel", channel);
    body.put("name", name);
    body.put("protocol", protocol);
    body.put("baseUrl", baseUrl);
    body.put("credentials", List.of(key));
    body.put("models", same);
    if (!surfaces.isEmpty()) {
      body.put("surfaces", surfaces);
    }
    return create("/api/operator/upstreams", name, body);
  }

  private boolean create(String path, String name, Map<String, Object> body)
      throws InterruptedException {
    for (JsonNode item : get(path)) {
      if (item.path("name").asString("").equals(name)) {
        return false;
      }
    }
    api.send("POST", path, body, operator()).expect(201, 409);
    return true;
  }

  private JsonNode get(String path) throws InterruptedException {
    return api.get(path + "?limit=200", operator()).expect(200).path("items");
  }

  private Map<String, String> operator() {
    return Api.bearer(operatorToken.get());
  }
}
