package io.posthouse.local.demo;

import java.util.List;

/** The demo people, by what they may do. */
public enum Role {
  CUSTOMER,
  SUPPORT,
  OPERATOR;

  /** The realm roles that such a person has beside {@code customer}, which everyone has. */
  List<String> grants() {
    return switch (this) {
      case CUSTOMER -> List.of();
      case SUPPORT -> List.of("support");
      case OPERATOR -> List.of("operator");
    };
  }
}
