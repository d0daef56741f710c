package io.posthouse.billing.usage;

import java.util.UUID;

/** Good events made into something nobody should believe, in eight ways (M5). */
final class UsagePoison {

  static final int KINDS = 8;

  private UsagePoison() {}

  /**
   * @param kind 0 to 7
   * @param official the price version that the event names
   */
  static String of(int kind, String good, UUID official) {
    return switch (kind) {
      case 0 -> "not json";
      case 1 -> good.replaceFirst("\"crc32c\":\"........\"", "\"crc32c\":\"00000000\"");
      case 2 -> good.replaceFirst("\"input\":1000", "\"input\":-1");
      case 3 -> good.replaceFirst("\"input\":1000", "\"input\":1e308");
      case 4 -> good.replaceFirst("\"input\":1000", "\"input\":\"1000\"");
      case 5 ->
          good.replaceFirst(
              "\"accountId\":\"[^\"]*\"", "\"accountId\":\"" + UUID.randomUUID() + "\"");
      case 6 -> good.replaceFirst(official.toString(), UUID.randomUUID().toString());
      default -> good.replaceFirst("\"status\":200", "\"status\":99");
    };
  }
}
