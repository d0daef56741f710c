package io.posthouse.gateway.key;

/** A key's own state. */
public enum KeyStatus {
  /** In use. */
  ACTIVE,
  /** Taken back by its owner, for good. */
  REVOKED,
  /** Stopped by us until a case is decided. */
  SUSPENDED;

  /** Reads the wire's word; anything unknown stops the key. */
  public static KeyStatus of(String word) {
    return switch (word) {
      case "active" -> ACTIVE;
      case "revoked" -> REVOKED;
      default -> SUSPENDED;
    };
  }
}
