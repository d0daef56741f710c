package io.posthouse.relay.usage;

import io.posthouse.relay.spool.SpoolSettings;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The spool.
 *
 * @param directory this node's own, on a disk that outlives the process
 * @param limit with this much in it no new call begins
 * @param free neither with less than this free on its disk
 * @param segment the size of one file
 * @param sync {@code group}: flushed to the disk within {@code flush}; {@code always}: before a
 *     call's last bytes go out
 * @param flush how long a written record may wait for that
 */
@Validated
@ConfigurationProperties("posthouse.relay.spool")
record SpoolProperties(
    @NotNull Path directory,
    @DefaultValue("4GB") DataSize limit,
    @DefaultValue("256MB") DataSize free,
    @DefaultValue("64MB") DataSize segment,
    @DefaultValue("group") SpoolSettings.Sync sync,
    @DefaultValue("5ms") Duration flush) {

  private static final int MOST_WAITING = 50_000;

  SpoolSettings settings() {
    return new SpoolSettings(
        directory, segment.toBytes(), limit.toBytes(), free.toBytes(), MOST_WAITING, sync, flush);
  }
}
