package io.posthouse.notification.announcement;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.ListCrudRepository;

interface AnnouncementRepository extends ListCrudRepository<Announcement, UUID> {

  /** Newest first: ids are UUIDv7. */
  List<Announcement> findByIdLessThanOrderByIdDesc(UUID before, Limit limit);
}
