package io.posthouse.helm;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.beans.BeanInfo;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Checks objects against the two models of the Kubernetes API: fabric8's finds wrong types (it
 * fails to read them) and, by a walk, unknown fields; the official one finds unknown fields and
 * missing ones.
 */
final class ManifestRules {

  private ManifestRules() {}

  /** Everything that is wrong, each with its object and path. */
  static List<String> violations(Manifests manifests) {
    List<String> found = new ArrayList<>();
    manifests
        .objects()
        .forEach(
            object -> walk(object.getKind() + " " + object.getMetadata().getName(), object, found));
    manifests.json().forEach(object -> official(object, found));
    return found;
  }

  private static void walk(String path, Object value, List<String> found) {
    switch (value) {
      case Map<?, ?> map -> map.forEach((key, entry) -> step(path + "." + key, entry, found));
      case Collection<?> list -> list.forEach(entry -> step(path + "[]", entry, found));
      default -> {
        if (value.getClass().getName().startsWith("io.fabric8.kubernetes.api.model")) {
          walkBean(path, value, found);
        }
      }
    }
  }

  private static void walkBean(String path, Object bean, List<String> found) {
    try {
      BeanInfo info = Introspector.getBeanInfo(bean.getClass(), Object.class);
      for (PropertyDescriptor property : info.getPropertyDescriptors()) {
        if (property.getReadMethod() == null || property.getReadMethod().getParameterCount() > 0) {
          continue;
        }
        Object value = property.getReadMethod().invoke(bean);
        if (property.getName().equals("additionalProperties")) {
          if (value instanceof Map<?, ?> unknown && !unknown.isEmpty()) {
            found.add(path + ": unknown " + unknown.keySet());
          }
        } else {
          step(path + "." + property.getName(), value, found);
        }
      }
    } catch (ReflectiveOperationException | java.beans.IntrospectionException failed) {
      throw new IllegalStateException(path, failed);
    }
  }

  private static void step(String path, Object value, List<String> found) {
    if (value != null && !(value instanceof Enum<?>) && !(value instanceof Class<?>)) {
      walk(path, value, found);
    }
  }

  private static void official(JsonObject object, List<String> found) {
    String kind = object.get("kind").getAsString();
    String version = object.get("apiVersion").getAsString();
    String prefix = version.substring(version.lastIndexOf('/') + 1).toUpperCase(Locale.ROOT);
    try {
      Class.forName("io.kubernetes.client.openapi.models." + prefix + kind)
          .getMethod("validateJsonElement", JsonElement.class)
          .invoke(null, object);
    } catch (java.lang.reflect.InvocationTargetException refused) {
      found.add(kind + ": " + refused.getCause().getMessage());
    } catch (ReflectiveOperationException unknown) {
      found.add(version + " " + kind + ": not in the API");
    }
  }
}
