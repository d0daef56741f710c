package io.posthouse.relay.operator;

import io.posthouse.outbox.Outbox;
import io.posthouse.web.ProblemException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Creates and changes channels and models. */
@Service
public class ChannelDesk {

  private final Channels channels;
  private final Models models;
  private final RoutingRevision revision;
  private final Outbox outbox;
  private final Clock clock;

  ChannelDesk(
      Channels channels, Models models, RoutingRevision revision, Outbox outbox, Clock clock) {
    this.channels = channels;
    this.models = models;
    this.revision = revision;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** All channels, as they are ordered for customers. */
  @Transactional(readOnly = true)
  public List<ChannelView> channels() {
    return channels.findAll().stream()
        .map(ChannelRow::view)
        .sorted(Comparator.comparingInt(ChannelView::order).thenComparing(ChannelView::name))
        .toList();
  }

  /** One channel. */
  @Transactional(readOnly = true)
  public ChannelView channel(String name) {
    return find(name).view();
  }

  private ChannelRow find(String name) {
    return channels.findById(name).orElseThrow(() -> ProblemException.notFound("channel " + name));
  }

  /**
   * Creates a channel, and the models it names that are not known.
   *
   * @param multiplier its first; later ones are billing-service's
   * @throws ProblemException 409 when the name was ever used
   */
  @Transactional
  public ChannelView create(
      String name,
      DisplayName displayName,
      BigDecimal multiplier,
      int order,
      List<String> sold,
      boolean enabled) {
    if (channels.existsById(name)) {
      throw ProblemException.conflict("name-taken", "channel " + name + ": exists already");
    }
    makeKnown(sold);
    ChannelRow row =
        new ChannelRow(
            name, displayName, order, distinct(sold), enabled, multiplier, clock.instant());
    return told(channels.saveAndFlush(row));
  }

  /** Changes a channel; nulls leave things as they are. */
  @Transactional
  public ChannelView change(
      String name,
      @Nullable DisplayName displayName,
      @Nullable Integer order,
      @Nullable List<String> sold,
      @Nullable Boolean enabled) {
    ChannelRow row = find(name);
    if (sold != null) {
      makeKnown(sold);
    }
    row.change(displayName, order, sold == null ? null : distinct(sold), enabled);
    return told(channels.saveAndFlush(row));
  }

  private ChannelView told(ChannelRow row) {
    ChannelView view = row.view();
    outbox.append(ChannelChanged.TOPIC, view.name(), ChannelChanged.of(view));
    revision.advance();
    return view;
  }

  private static List<String> distinct(List<String> names) {
    return names.stream().distinct().sorted().toList();
  }

  private void makeKnown(List<String> names) {
    for (String name : names) {
      if (!models.existsById(name)) {
        models.saveAndFlush(new ModelRow(name, clock.instant()));
      }
    }
  }

  /** All models, by name. */
  @Transactional(readOnly = true)
  public List<ModelView> models() {
    return models.findAll().stream()
        .map(ModelRow::view)
        .sorted(Comparator.comparing(ModelView::name))
        .toList();
  }

  /** One model. */
  @Transactional(readOnly = true)
  public ModelView model(String name) {
    return models
        .findById(name)
        .orElseThrow(() -> ProblemException.notFound("model " + name))
        .view();
  }

  /** Describes a model, which need not be known yet. May be repeated. */
  @Transactional
  public ModelView describe(
      String name,
      String displayName,
      long maxInputTokens,
      long maxOutputTokens,
      @Nullable String tokenizer) {
    ModelRow row = models.findById(name).orElseGet(() -> new ModelRow(name, clock.instant()));
    row.describe(displayName, maxInputTokens, maxOutputTokens, tokenizer);
    ModelView view = models.saveAndFlush(row).view();
    revision.advance();
    return view;
  }
}
