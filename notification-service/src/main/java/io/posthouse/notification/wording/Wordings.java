package io.posthouse.notification.wording;

/** A notice in both languages. */
public record Wordings(Wording en, Wording zh) {

  /** The notice in that language. */
  public Wording in(Language language) {
    return switch (language) {
      case EN -> en;
      case ZH -> zh;
    };
  }
}
