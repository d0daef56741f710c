package io.posthouse.relay.translation.neutral;

/** Who speaks. Tool results are the user's. */
public enum Role {
  SYSTEM,
  USER,
  ASSISTANT
}
