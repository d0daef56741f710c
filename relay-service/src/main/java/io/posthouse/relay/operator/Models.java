package io.posthouse.relay.operator;

import org.springframework.data.jpa.repository.JpaRepository;

/** Models. */
interface Models extends JpaRepository<ModelRow, String> {}
