package io.posthouse.relay.operator;

import org.springframework.data.jpa.repository.JpaRepository;

/** Channels. */
interface Channels extends JpaRepository<ChannelRow, String> {}
