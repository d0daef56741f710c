package io.posthouse.referral.invitation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Who invited whom. */
interface Attributions extends Repository<Attribution, UUID> {

  Attribution save(Attribution attribution);

  Optional<Attribution> findByRefereeId(UUID refereeId);

  @Query(
      """
      select a from Attribution a where a.inviterId = :inviter and a.attributedAt < :before
      order by a.attributedAt desc
      """)
  List<Attribution> findInvited(UUID inviter, Instant before, Limit limit);
}
