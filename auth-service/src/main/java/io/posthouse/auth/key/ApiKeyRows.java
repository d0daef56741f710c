package io.posthouse.auth.key;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table {@code api_keys}. */
interface ApiKeyRows extends Repository<ApiKey, UUID> {

  Optional<ApiKey> findByIdAndAccountId(UUID id, UUID accountId);

  Optional<ApiKey> findByPublicId(String publicId);

  List<ApiKey> findByAccountIdOrderByIdDesc(UUID accountId, Limit limit);

  List<ApiKey> findByAccountIdAndIdLessThanOrderByIdDesc(UUID accountId, UUID before, Limit limit);

  @Query(
      "select k from ApiKey k where k.accountId = :accountId and k.status = ACTIVE order by k.id")
  List<ApiKey> findActive(UUID accountId);

  @Query("select count(k) from ApiKey k where k.accountId = :accountId and k.status = ACTIVE")
  long countActive(UUID accountId);
}
