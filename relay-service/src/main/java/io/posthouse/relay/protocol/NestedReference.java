package io.posthouse.relay.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Looks below the top of a request for names of things that an account at the provider keeps:
 * files, containers, vector stores, skills, caches, earlier items, recorded answers. On an account
 * that several customers share they would cross from one to the other (protocols.md 1.1, T56).
 *
 * <p>Hears of every key of the body, and knows them without a tree. What a tool was called with,
 * and schemas, are the customer's own words and are passed over. Null and an empty list name
 * nothing. Not thread-safe.
 */
final class NestedReference implements JsonVisitor {

  private static final byte[] INPUT = "input".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ROLE = "role".getBytes(StandardCharsets.US_ASCII);
  private static final String ITEM_REFERENCE = "item_reference";

  /** Where items stand in a Responses request: in the list of the top-level {@code input}. */
  private static final int ITEM = 3;

  private @Nullable ReferenceKey pending;
  private @Nullable String found;
  private int freeDepth;
  private final BitSet holders = new BitSet();
  private int listDepth;
  private String listName = "";
  private boolean inInput;
  private boolean itemHasId;
  private boolean itemIsWhole;

  /** The first that was found, by the name of its key; null when there is none. */
  @Nullable String found() {
    return found;
  }

  private void find(String name) {
    if (found == null) {
      found = name;
    }
  }

  @Override
  public boolean key(int depth, Gathered key, long start) {
    pending = null;
    if (freeDepth > 0) {
      return false;
    }
    if (depth == 1) {
      inInput = key.is(INPUT);
    }
    ReferenceKey known = ReferenceKey.of(key);
    noteItem(depth, key, known);
    pending = known;
    return known != null
        && (known.means() == ReferenceKey.Means.TYPE
            || known.means() == ReferenceKey.Means.ADDRESS);
  }

  /** An item that is neither a message nor of a type, but has an id, is an earlier one's. */
  private void noteItem(int depth, Gathered key, @Nullable ReferenceKey known) {
    if (inInput && depth == ITEM) {
      itemHasId |= known != null && known.means() == ReferenceKey.Means.ID;
      itemIsWhole |= key.is(ROLE);
    }
  }

  @Override
  public void value(int depth, byte first, long start) {
    ReferenceKey key = pending;
    pending = null;
    if (freeDepth > 0 || first == 'n') {
      return;
    }
    if (listDepth > 0 && depth == listDepth) {
      find(listName);
    }
    if (key != null) {
      keyed(key, depth, first);
    } else if (inInput && depth == ITEM - 1) {
      itemHasId = false;
      itemIsWhole = false;
    }
  }

  private void keyed(ReferenceKey key, int depth, byte first) {
    boolean nested = depth > 1;
    switch (key.means()) {
      case REFERENCE -> {
        if (first == '[') {
          listDepth = depth + 1;
          listName = key.name();
        } else {
          find(key.name());
        }
      }
      case REFERENCE_IF_TEXT -> {
        if (nested && first == '"') {
          find(key.name());
        }
      }
      case ADDRESS -> {
        if (first != '"') {
          find(key.name());
        } else {
          pending = key;
        }
      }
      case ID -> {
        if (holders.get(depth)) {
          find(key.name());
        }
      }
      case HOLDER -> {
        if (first == '{') {
          holders.set(depth + 1);
        }
      }
      case TYPE -> {
        itemIsWhole |= inInput && depth == ITEM;
        pending = key;
      }
      case FREE -> {
        boolean container = first == '{' || first == '[';
        if (container && (nested || key.name().equals("metadata"))) {
          freeDepth = depth + 1;
        }
      }
    }
  }

  @Override
  public void text(Gathered text, long end) {
    ReferenceKey key = pending;
    pending = null;
    if (key == null) {
      return;
    }
    if (key.means() == ReferenceKey.Means.TYPE) {
      if (text.text().equals(ITEM_REFERENCE)) {
        find(ITEM_REFERENCE);
      }
    } else if (text.isTooLong() || !isOpen(text.text())) {
      find(key.name());
    }
  }

  /** Whether an address is one that anybody can read, not only the account at the provider. */
  private static boolean isOpen(String address) {
    String plain = decoded(address.strip()).toLowerCase(Locale.ROOT);
    boolean web = plain.startsWith("https://") || plain.startsWith("http://");
    boolean filesApi =
        plain.contains("generativelanguage")
            || (plain.contains("googleapis.com") && plain.contains("/files/"));
    return web && !filesApi;
  }

  private static String decoded(String address) {
    try {
      return URLDecoder.decode(address, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return address;
    }
  }

  @Override
  public void closed(int depth, long end) {
    if (depth == freeDepth) {
      freeDepth = 0;
    }
    holders.clear(depth);
    if (depth == listDepth) {
      listDepth = 0;
    }
    if (inInput && depth == ITEM && itemHasId && !itemIsWhole) {
      find(ITEM_REFERENCE);
    }
  }
}
