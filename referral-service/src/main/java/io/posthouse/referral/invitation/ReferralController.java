package io.posthouse.referral.invitation;

import io.posthouse.referral.rule.RuleView;
import io.posthouse.web.Person;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** A customer's own code and whom they invited. */
@RestController
@RequestMapping("/api/referral")
class ReferralController {

  private static final int SHOWN = 200;
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private final Codes codes;
  private final Invitations invitations;
  private final String publicUrl;

  ReferralController(
      Codes codes, Invitations invitations, @Value("${posthouse.public-url}") String publicUrl) {
    this.codes = codes;
    this.invitations = invitations;
    this.publicUrl = publicUrl;
  }

  @GetMapping
  View own(Person person) {
    UUID account = UUID.fromString(person.account());
    String code = codes.personal(account);
    List<Invited> invited =
        invitations.invitedBy(account, LATEST, SHOWN).stream()
            .map(
                one ->
                    new Invited(MaskedPerson.of(one.refereeId()), one.code(), one.attributedAt()))
            .toList();
    return new View(code, link(code), RuleView.of(codes.personalRule()), invited);
  }

  private URI link(String code) {
    return UriComponentsBuilder.fromUriString(publicUrl)
        .path("/register")
        .queryParam("invitation", code)
        .build()
        .toUri();
  }

  /**
   * @param rule what an invitation by this code earns
   * @param invited the last 200 people, newest first
   */
  record View(String code, URI link, RuleView rule, List<Invited> invited) {}

  /**
   * @param person masked
   * @param code which of the account's codes they came by
   */
  record Invited(String person, String code, Instant joinedAt) {}
}
