package io.posthouse.relay.protocol;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The most input tokens that a request can have, and how often it can use hosted tools, read while
 * the body goes by (money.md, section 2). A token of text is at least one byte. Pictures and sound
 * in the body count by what providers publish about them, not by their base64. What is not in the
 * body (an address, a file's id, what a hosted tool finds) makes the input as large as the model
 * takes, and so does any other file, whose text may be packed.
 *
 * <p>What a tool was called with, and schemas, are the customer's own words: an address there is
 * read by nobody. Not thread-safe.
 */
final class InputBound implements JsonVisitor {

  /** What providers put before a request with tools: some hundred tokens that are in no body. */
  private static final long TOOLS_PREAMBLE = 1_024;

  /** Uses of a hosted tool in one call; no provider says how many there can be. */
  private static final int USES_OF_A_TOOL = 16;

  /** The slowest sound has about six characters of base64 to a 1/32 s, which is one token. */
  private static final long SOUND_CHARACTERS_PER_TOKEN = 16;

  /** Where the entries of the top-level list of tools have their keys. */
  private static final int TOOL = 3;

  private static final int WORD = 128;

  /** What a key says about its value. */
  private enum Means {
    /** A text that is an address, or a file in the form of one. */
    ADDRESS,
    /** An address where it stands in a {@link #HOLDER}. */
    ADDRESS_IF_HELD,
    /** A file in base64, of the kind that its neighbour says. */
    DATA,
    /** What kind of file it is. */
    MEDIA_TYPE,
    /** A file, in base64 or in the form of an address. */
    FILE,
    /** The name of a file that is elsewhere. */
    REFERENCE,
    /** An object with a file in it. */
    HOLDER,
    /** An object with sound in it. */
    SOUND,
    /** The list of tools. */
    TOOLS,
    /** A hosted tool that is asked for outside of that list. */
    HOSTED,
    /** The kind of a tool. */
    TYPE
  }

  private static final KeyTable<Means> KEYS = keys();

  /** Tools that the client runs, by the beginnings of their types. */
  private static final List<String> RUN_BY_CLIENT =
      List.of(
          "function",
          "custom",
          "namespace",
          "bash_",
          "tool_search",
          "text_editor_",
          "computer",
          "memory_",
          "local_shell",
          "apply_patch");

  /** Keys of one of Gemini's tools that name what the client runs. */
  private static final Set<String> DECLARATIONS =
      Set.of("functionDeclarations", "function_declarations", "computerUse", "computer_use");

  private static KeyTable<Means> keys() {
    Map<String, Means> keys = new HashMap<>();
    Map<Means, List<String>> names =
        Map.of(
            Means.ADDRESS, List.of("image_url", "file_url", "fileUri", "file_uri"),
            Means.ADDRESS_IF_HELD, List.of("url"),
            Means.DATA, List.of("data"),
            Means.MEDIA_TYPE, List.of("media_type", "mimeType", "mime_type"),
            Means.FILE, List.of("file_data"),
            Means.REFERENCE, List.of("file_id", "container_id", "skill_id"),
            Means.HOLDER, List.of("source", "video_url", "audio_url", "inlineData", "inline_data"),
            Means.SOUND, List.of("input_audio"),
            Means.HOSTED, List.of("web_search_options", "mcp_servers"),
            Means.TYPE, List.of("type"));
    names.forEach((means, each) -> each.forEach(name -> keys.put(name, means)));
    keys.put("tools", Means.TOOLS);
    return new KeyTable<>(keys);
  }

  private final Protocol protocol;
  private final BitSet holders = new BitSet();
  private @Nullable Means pending;
  private long start;
  private int valueDepth;
  private boolean freeNext;
  private int freeDepth;
  private boolean inTools;
  private boolean tools;
  private int hosted;
  private boolean open;
  private long fileBytes;
  private long fileTokens;
  private boolean sound;
  private boolean pictures;
  private long dataLength;
  private int dataDepth;
  private String mediaType = "";

  InputBound(Protocol protocol) {
    this.protocol = protocol;
  }

  /**
   * The most input tokens.
   *
   * @param bytes the size of the whole body
   * @return {@link ModelCall.Bounds#OPEN} when the body does not tell
   */
  long tokens(int bytes) {
    return open || hosted > 0
        ? ModelCall.Bounds.OPEN
        : bytes - fileBytes + fileTokens + (tools ? TOOLS_PREAMBLE : 0);
  }

  /** What it can be beside text: anything, when the body does not tell. */
  ModelCall.Media media() {
    return open || hosted > 0 ? ModelCall.Media.ANY : new ModelCall.Media(sound, pictures);
  }

  /** The most uses of hosted tools; 0 when none is asked for. */
  long toolUses() {
    return (long) hosted * USES_OF_A_TOOL;
  }

  @Override
  public boolean key(int depth, Gathered key, long keyStart) {
    pending = null;
    if (freeDepth > 0) {
      return false;
    }
    Means means = KEYS.of(key);
    if (depth == 1) {
      inTools = means == Means.TOOLS;
    }
    freeNext = isFree(depth, ReferenceKey.of(key));
    if (freeNext) {
      return false;
    }
    if (protocol == Protocol.GEMINI && inTools && depth > 1 && depth <= TOOL) {
      noteGeminiTool(key);
    }
    pending = means;
    return means != null && isText(means, depth);
  }

  private static boolean isFree(int depth, @Nullable ReferenceKey known) {
    return known != null
        && known.means() == ReferenceKey.Means.FREE
        && (depth > 1 || known.name().equals("metadata"));
  }

  private void noteGeminiTool(Gathered key) {
    if (key.isTooLong() || !DECLARATIONS.contains(key.text())) {
      hosted++;
    }
  }

  private boolean isText(Means means, int depth) {
    return switch (means) {
      case ADDRESS, FILE, MEDIA_TYPE -> true;
      case ADDRESS_IF_HELD, DATA -> holders.get(depth);
      case TYPE -> inTools && depth == TOOL;
      case REFERENCE, HOLDER, SOUND, TOOLS, HOSTED -> false;
    };
  }

  @Override
  public void value(int depth, byte first, long begins) {
    if (freeNext) {
      freeNext = false;
      freeDepth = first == '{' || first == '[' ? depth + 1 : 0;
    }
    if (freeDepth > 0) {
      return;
    }
    Means means = pending;
    start = begins;
    valueDepth = depth;
    if (means == null) {
      tools |= inTools && depth == TOOL - 1;
      return;
    }
    switch (means) {
      case ADDRESS, HOLDER -> holder(depth, first);
      case SOUND -> {
        holder(depth, first);
        mediaType = "audio/";
      }
      case REFERENCE -> open |= first != 'n';
      case HOSTED -> {
        if (depth == 1 && first != 'n') {
          hosted++;
        }
      }
      case ADDRESS_IF_HELD, DATA, MEDIA_TYPE, FILE, TOOLS, TYPE -> {
        // Their texts tell.
      }
    }
    if (first != '"') {
      pending = null;
    }
  }

  private void holder(int depth, byte first) {
    if (first == '{') {
      holders.set(depth + 1);
      dataLength = 0;
      mediaType = "";
    }
  }

  @Override
  public void text(Gathered text, long end) {
    Means means = pending;
    pending = null;
    if (means == null || freeDepth > 0) {
      return;
    }
    String word = beginning(text);
    long length = end - start - 2;
    switch (means) {
      case ADDRESS, ADDRESS_IF_HELD -> address(word, length);
      case FILE -> {
        if (word.startsWith("data:")) {
          address(word, length);
        } else {
          open = true;
        }
      }
      case MEDIA_TYPE -> mediaType = word.toLowerCase(Locale.ROOT);
      case TYPE -> {
        if (RUN_BY_CLIENT.stream().noneMatch(word::startsWith)) {
          hosted++;
        }
      }
      case DATA -> {
        dataLength = length;
        dataDepth = valueDepth;
      }
      case REFERENCE, HOLDER, SOUND, TOOLS, HOSTED -> {
        // No texts of theirs are asked for.
      }
    }
  }

  /** Escapes undone, as far as a media type or an address may have them. */
  private static String beginning(Gathered text) {
    String all = text.isTooLong() ? text.toString() : text.text();
    return all.substring(0, Math.min(WORD, all.length())).replace("\\/", "/").strip();
  }

  private void address(String word, long length) {
    if (word.startsWith("data:")) {
      file(word.substring("data:".length()).toLowerCase(Locale.ROOT), length);
    } else {
      open = true;
    }
  }

  private void file(String kind, long length) {
    if (kind.startsWith("image/")) {
      fileBytes += length;
      fileTokens += picture();
      pictures = true;
    } else if (kind.startsWith("audio/")) {
      fileBytes += length;
      fileTokens += Math.ceilDiv(length, SOUND_CHARACTERS_PER_TOKEN);
      sound = true;
    } else if (!kind.startsWith("text/")) {
      open = true;
    }
  }

  /** The dearest picture: OpenAI's models take up to 10,000 patches, some counted dearer. */
  private long picture() {
    return switch (protocol) {
      case MESSAGES, GEMINI -> 5_000;
      case CHAT, RESPONSES -> 16_384;
    };
  }

  @Override
  public void closed(int depth, long end) {
    if (depth == freeDepth) {
      freeDepth = 0;
    }
    if (holders.get(depth)) {
      holders.clear(depth);
      if (dataLength > 0 && depth == dataDepth) {
        file(mediaType, dataLength);
      }
      dataLength = 0;
      mediaType = "";
    }
  }
}
