package io.posthouse.auth.account;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An e-mail address in its one canonical form, in which it is stored, compared and written to
 * (A37).
 *
 * <p>Compatibility forms are folded (NFKC), the local part is ASCII, the domain is in its ASCII
 * form without a final dot, and all of it is lower-case. So two spellings of an address are one
 * account, and a letter that only looks like another cannot stand in a local part; in a domain it
 * makes another domain, whose owner gets the mail.
 *
 * @param canonical at most 254 characters
 */
public record EmailAddress(String canonical) {

  private static final int LONGEST = 254;
  private static final int LONGEST_LOCAL = 64;
  private static final Pattern LOCAL =
      Pattern.compile("[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
  private static final Pattern DOMAIN =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");

  /**
   * Reads an address as a person typed it.
   *
   * @throws IllegalArgumentException when it is not one; the message quotes nothing of it
   */
  public static EmailAddress parse(String typed) {
    String folded = Normalizer.normalize(typed.strip(), Normalizer.Form.NFKC);
    int at = folded.lastIndexOf('@');
    if (folded.length() > LONGEST || at < 1) {
      throw malformed();
    }
    String local = folded.substring(0, at).toLowerCase(Locale.ROOT);
    String domain = ascii(folded.substring(at + 1));
    if (local.length() > LONGEST_LOCAL
        || !LOCAL.matcher(local).matches()
        || !DOMAIN.matcher(domain).matches()
        || local.length() + 1 + domain.length() > LONGEST) {
      throw malformed();
    }
    return new EmailAddress(local + "@" + domain);
  }

  private static String ascii(String domain) {
    try {
      String named = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
      return IDN.toASCII(named, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException notADomain) {
      throw malformed();
    }
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("email: malformed (expected: name@domain)");
  }

  /** Prints no address. */
  @Override
  public String toString() {
    return "EmailAddress[]";
  }
}
