package io.posthouse.gateway.door;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * API keys at the door. The times are the ones of contracts.md; tests shorten them.
 *
 * @param peppers {@code version:base64}; the same list as at auth-service
 * @param fresh an entry is used without a question
 * @param rested a call waits for the answer about an entry this old
 * @param patience how long it waits
 * @param kept an entry is good when auth-service does not answer
 * @param unknown how long an unknown key is remembered
 * @param badKeysPerMinute from one network address
 */
@ConfigurationProperties("posthouse.keys")
record KeyProperties(
    @DefaultValue List<String> peppers,
    @DefaultValue("30s") Duration fresh,
    @DefaultValue("60s") Duration rested,
    @DefaultValue("1s") Duration patience,
    @DefaultValue("24h") Duration kept,
    @DefaultValue("5s") Duration unknown,
    @DefaultValue("120") int badKeysPerMinute) {}
