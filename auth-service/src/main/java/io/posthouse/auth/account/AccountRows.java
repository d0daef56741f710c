package io.posthouse.auth.account;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table {@code accounts}. */
interface AccountRows extends Repository<Account, UUID> {

  Optional<Account> findById(UUID id);

  /** Locks the row until the transaction ends: keys are made and statuses changed one at a time. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select a from Account a where a.id = :id")
  Optional<Account> lock(UUID id);

  Optional<Account> findByEmailIndex(byte[] emailIndex);

  boolean existsByEmailIndex(byte[] emailIndex);

  boolean existsById(UUID id);

  List<Account> findAllByIdIn(Collection<UUID> ids);
}
