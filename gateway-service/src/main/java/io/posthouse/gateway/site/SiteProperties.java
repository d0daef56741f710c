package io.posthouse.gateway.site;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose site this is.
 *
 * @param brand the name it goes by
 * @param email where people write to, or null
 * @param telegram the bot's or channel's address, or null
 * @param statusAge how old the relay's word on model health may be on the status page
 */
@ConfigurationProperties("posthouse.site")
record SiteProperties(
    @DefaultValue("Posthouse") String brand,
    @Nullable String email,
    @Nullable String telegram,
    @DefaultValue("30s") Duration statusAge) {}
