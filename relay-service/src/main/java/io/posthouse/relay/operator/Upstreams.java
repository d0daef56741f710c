package io.posthouse.relay.operator;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** Upstreams. */
interface Upstreams extends JpaRepository<UpstreamRow, UUID> {

  Optional<UpstreamRow> findByName(String name);

  boolean existsByName(String name);
}
