package io.posthouse.local.build;

import io.posthouse.local.home.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The reactor's modules and which of them each is built from, as the poms say. */
public final class Modules {

  private static final String GROUP = "io.posthouse";

  private final Path project;
  private final Map<String, String> folders = new LinkedHashMap<>();
  private final Map<String, List<String>> needs = new LinkedHashMap<>();

  private Modules(Path project) {
    this.project = project;
  }

  /**
   * Reads the poms.
   *
   * @param project the root pom's folder
   */
  public static Modules read(Path project) {
    Modules modules = new Modules(project);
    for (Element module : children(child(modules.pom("."), "modules"), "module")) {
      String folder = module.getTextContent().strip();
      Element pom = modules.pom(folder);
      modules.folders.put(text(pom, "artifactId"), folder);
      modules.needs.put(folder, artifacts(pom));
    }
    return modules;
  }

  private static List<String> artifacts(Element pom) {
    List<String> artifacts = new ArrayList<>();
    for (Element dependency : children(child(pom, "dependencies"), "dependency")) {
      if (GROUP.equals(text(dependency, "groupId")) && !"test".equals(text(dependency, "scope"))) {
        artifacts.add(text(dependency, "artifactId"));
      }
    }
    return artifacts;
  }

  /** A module's folder and those of all the modules that go into it, relative to the project. */
  public Set<String> ingredients(String folder) {
    Set<String> result = new LinkedHashSet<>();
    collect(folder, result);
    return result;
  }

  private void collect(String folder, Set<String> result) {
    List<String> artifacts = needs.get(folder);
    if (artifacts == null) {
      throw new StackException(project.resolve("pom.xml") + ": has no module '" + folder + "'");
    }
    if (result.add(folder)) {
      for (String artifact : artifacts) {
        String needed = folders.get(artifact);
        if (needed != null) {
          collect(needed, result);
        }
      }
    }
  }

  /** The jar that a module's build makes. */
  public Path jar(String folder) {
    String artifact =
        folders.entrySet().stream()
            .filter(entry -> entry.getValue().equals(folder))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    return target(folder).resolve(artifact + ".jar");
  }

  /** Where a module's build writes. */
  public Path target(String folder) {
    return project.resolve(folder).resolve("target");
  }

  private Element pom(String folder) {
    Path file = project.resolve(folder).resolve("pom.xml").normalize();
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    } catch (IOException | SAXException | ParserConfigurationException failed) {
      throw new StackException(file + ": cannot be read: " + failed.getMessage(), failed);
    }
  }

  private static List<Element> children(@Nullable Element parent, String name) {
    List<Element> result = new ArrayList<>();
    if (parent != null) {
      for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
        if (node instanceof Element element && element.getTagName().equals(name)) {
          result.add(element);
        }
      }
    }
    return result;
  }

  private static @Nullable Element child(Element parent, String name) {
    List<Element> all = children(parent, name);
    return all.isEmpty() ? null : all.getFirst();
  }

  private static String text(Element parent, String name) {
    Element element = child(parent, name);
    return element == null ? "" : element.getTextContent().strip();
  }
}
