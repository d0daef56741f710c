package io.posthouse.local.stack;

/** A process of the {@link SmallStack}. */
public enum Member {
  POSTGRESQL(Part.POSTGRESQL),
  KAFKA(Part.KAFKA),
  BILLING(Part.BILLING_SERVICE),
  RELAY_1(Part.RELAY_SERVICE),
  RELAY_2(Part.RELAY_SERVICE);

  final Part part;

  Member(Part part) {
    this.part = part;
  }

  String label() {
    return this == RELAY_2 ? part.label() + "-2" : part.label();
  }
}
