package io.posthouse.referral.invitation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes registrations in and answers who invited whom. */
@Component
@Transactional
public class Invitations {

  private static final Logger log = LoggerFactory.getLogger(Invitations.class);

  private final Codes codes;
  private final Attributions attributions;
  private final Signals signals;

  Invitations(Codes codes, Attributions attributions, Signals signals) {
    this.codes = codes;
    this.attributions = attributions;
    this.signals = signals;
  }

  /**
   * Takes a registration in: the person gets a code of their own, and their inviter is remembered.
   * Telling it twice changes nothing. Needs the caller's transaction.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void register(Registration registration) {
    if (!signals.keep(registration)) {
      return;
    }
    codes.personal(registration.accountId());
    @Nullable String typed = registration.code();
    if (typed != null && !typed.isBlank()) {
      attribute(registration, typed);
    }
  }

  private void attribute(Registration registration, String typed) {
    UUID referee = registration.accountId();
    Optional<InvitationCode> found = CodeText.read(typed).flatMap(codes::find);
    if (found.isEmpty()) {
      // The code is not logged: it is whatever somebody typed.
      log.info("an unknown invitation code was ignored, account {}", referee);
      return;
    }
    InvitationCode code = found.get();
    if (code.ownerId().equals(referee)) {
      log.warn(
          "an account named its own invitation code and is not its own inviter, account {}",
          referee);
      return;
    }
    attributions.save(
        new Attribution(
            referee,
            code.ownerId(),
            code.code(),
            code.rule(codes.personalRule()),
            registration.at()));
  }

  /** Who invited an account; empty when nobody did, or its registration has not been heard of. */
  public Optional<Attribution> of(UUID referee) {
    return attributions.findByRefereeId(referee);
  }

  /** Whom an account invited, newest first. */
  List<Attribution> invitedBy(UUID inviter, Instant before, int limit) {
    return attributions.findInvited(inviter, before, Limit.of(limit));
  }
}
