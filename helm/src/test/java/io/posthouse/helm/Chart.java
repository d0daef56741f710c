package io.posthouse.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.Map;

/** The chart, rendered by Helm itself. */
final class Chart {

  static final Path DIRECTORY = Path.of("posthouse");
  static final Path VALUES = Path.of("src/test/resources/values");

  private Chart() {}

  /**
   * Renders the chart.
   *
   * @param files files of {@link #VALUES}, without {@code .yaml}; a later one wins
   * @throws RuntimeException with Helm's message when the chart refuses
   */
  static Manifests render(String... files) {
    return render(Map.of(), files);
  }

  /** As {@link #render(String...)}, with single values on top. */
  static Manifests render(Map<String, Object> set, String... files) {
    TemplateCommand template =
        new Helm(DIRECTORY)
            .template()
            .withName("posthouse")
            .withNamespace("shop")
            .withKubeVersion("1.31.0");
    for (String file : files) {
      template.withValuesFile(VALUES.resolve(file + ".yaml"));
    }
    set.forEach(template::set);
    return Manifests.parse(template.call());
  }
}
