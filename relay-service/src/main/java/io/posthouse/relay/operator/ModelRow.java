package io.posthouse.relay.operator;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A model in the database. */
@Entity
@Table(name = "models")
class ModelRow {

  private static final long UNKNOWN_INPUT = 200_000;
  private static final long UNKNOWN_OUTPUT = 32_000;

  @Id private String name;

  @Column(name = "display_name")
  private String displayName;

  @Column(name = "max_input_tokens")
  private long maxInputTokens;

  @Column(name = "max_output_tokens")
  private long maxOutputTokens;

  private @Nullable String tokenizer;

  @Version private @Nullable Long version;

  @Column(name = "created_at")
  private Instant createdAt;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected ModelRow() {}

  /** A model of which nothing is known but its name. */
  ModelRow(String name, Instant createdAt) {
    this.name = name;
    this.displayName = name;
    this.maxInputTokens = UNKNOWN_INPUT;
    this.maxOutputTokens = UNKNOWN_OUTPUT;
    this.createdAt = createdAt;
  }

  void describe(
      String newDisplayName,
      long newMaxInputTokens,
      long newMaxOutputTokens,
      @Nullable String newTokenizer) {
    displayName = newDisplayName;
    maxInputTokens = newMaxInputTokens;
    maxOutputTokens = newMaxOutputTokens;
    tokenizer = newTokenizer;
  }

  ModelView view() {
    return new ModelView(name, displayName, maxInputTokens, maxOutputTokens, tokenizer, createdAt);
  }
}
