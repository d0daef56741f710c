package io.posthouse.helm;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the chart rendered.
 *
 * @param text as Helm wrote it
 * @param objects read by fabric8's model
 * @param json the same objects, untyped
 */
record Manifests(String text, List<HasMetadata> objects, List<JsonObject> json) {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  static Manifests parse(String text) {
    List<HasMetadata> objects = new ArrayList<>();
    List<JsonObject> json = new ArrayList<>();
    for (String document : text.split("(?m)^---$", -1)) {
      if (document.lines().allMatch(line -> line.isBlank() || line.startsWith("#"))) {
        continue;
      }
      objects.add(SERIALIZATION.unmarshal(document));
      JsonElement tree = new Gson().toJsonTree(SERIALIZATION.unmarshal(document, Map.class));
      json.add(tree.getAsJsonObject());
    }
    return new Manifests(text, objects, json);
  }

  <T extends HasMetadata> Stream<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast);
  }

  <T extends HasMetadata> T one(Class<T> type, String name) {
    return all(type)
        .filter(object -> object.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name));
  }

  /** The pods, by the name of what makes them. */
  Map<String, PodTemplateSpec> pods() {
    Map<String, PodTemplateSpec> pods = new LinkedHashMap<>();
    all(Deployment.class)
        .forEach(d -> pods.put(d.getMetadata().getName(), d.getSpec().getTemplate()));
    all(StatefulSet.class)
        .forEach(s -> pods.put(s.getMetadata().getName(), s.getSpec().getTemplate()));
    return pods;
  }

  /**
   * A component's environment, from its ConfigMap and by itself; what comes from elsewhere has an
   * empty value.
   */
  Map<String, String> environment(String name) {
    Map<String, String> environment = new TreeMap<>(one(ConfigMap.class, name).getData());
    Container container = pods().get(name).getSpec().getContainers().getFirst();
    for (EnvVar variable : container.getEnv()) {
      environment.put(variable.getName(), variable.getValue() == null ? "" : variable.getValue());
    }
    return environment;
  }
}
