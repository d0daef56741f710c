package io.posthouse.relay.protocol;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key that matters to {@link NestedReference}, and how. Found by its bytes: nearly all of a
 * body's keys are none of these.
 */
record ReferenceKey(String name, Means means) {

  /** What a key says about its value. */
  enum Means {
    /** The value names something kept, whatever its form. */
    REFERENCE,
    /** It does if it is a text: an object describes a new one. */
    REFERENCE_IF_TEXT,
    /** It does unless it is an address on the open web. */
    ADDRESS,
    /** It does when it stands in a {@link #HOLDER}. */
    ID,
    /** An object whose id is one of something kept. */
    HOLDER,
    /** What kind of thing the object is. */
    TYPE,
    /** What is in it is the customer's own, and no provider looks for references there. */
    FREE
  }

  private static final Map<Means, List<String>> NAMES = new EnumMap<>(Means.class);

  static {
    NAMES.put(
        Means.REFERENCE,
        List.of(
            "file_id",
            "file_ids",
            "container_id",
            "skill_id",
            "vector_store_id",
            "vector_store_ids",
            "cachedContent",
            "cached_content",
            "fileSearchStoreNames",
            "file_search_store_names",
            "vertexAiSearch",
            "vertex_ai_search",
            "vertexRagStore",
            "vertex_rag_store",
            "semanticRetriever",
            "semantic_retriever"));
    NAMES.put(Means.REFERENCE_IF_TEXT, List.of("container"));
    NAMES.put(Means.ADDRESS, List.of("fileUri", "file_uri"));
    NAMES.put(Means.ID, List.of("id"));
    NAMES.put(Means.HOLDER, List.of("audio", "voice"));
    NAMES.put(Means.TYPE, List.of("type"));
    NAMES.put(
        Means.FREE,
        List.of(
            "input",
            "input_schema",
            "input_examples",
            "args",
            "parameters",
            "parametersJsonSchema",
            "parameters_json_schema",
            "schema",
            "response",
            "responseSchema",
            "response_schema",
            "responseJsonSchema",
            "response_json_schema",
            "metadata"));
  }

  private static final KeyTable<ReferenceKey> TABLE = table();

  private static KeyTable<ReferenceKey> table() {
    Map<String, ReferenceKey> byName = new HashMap<>();
    NAMES.forEach(
        (means, names) -> names.forEach(name -> byName.put(name, new ReferenceKey(name, means))));
    return new KeyTable<>(byName);
  }

  /**
   * The one that was read; null when it is none of them.
   *
   * @param key its escapes as they came
   */
  static @Nullable ReferenceKey of(Gathered key) {
    return TABLE.of(key);
  }
}
