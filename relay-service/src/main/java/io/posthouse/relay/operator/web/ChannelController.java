package io.posthouse.relay.operator.web;

import io.posthouse.relay.operator.ChannelDesk;
import io.posthouse.relay.operator.ChannelView;
import io.posthouse.relay.operator.DisplayName;
import io.posthouse.web.Items;
import io.posthouse.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Channels, for operators. */
@RestController
@RequestMapping("/api/operator/channels")
class ChannelController {

  private final ChannelDesk desk;

  ChannelController(ChannelDesk desk) {
    this.desk = desk;
  }

  record Creation(
      @NotNull @Pattern(regexp = "[a-z0-9][a-z0-9._-]{0,62}") String name,
      @NotNull @Valid DisplayName displayName,
      @NotNull
          @DecimalMin(value = "0", inclusive = false)
          @DecimalMax("1000")
          @Digits(integer = 4, fraction = 10)
          BigDecimal multiplier,
      @Nullable Integer order,
      @NotEmpty @Size(max = 1000) List<@NotNull @Pattern(regexp = Names.MODEL) String> models,
      @Nullable Boolean enabled) {}

  record Change(
      @Nullable @Valid DisplayName displayName,
      @Nullable Integer order,
      @Nullable @Size(min = 1, max = 1000)
          List<@NotNull @Pattern(regexp = Names.MODEL) String> models,
      @Nullable Boolean enabled,
      @Nullable JsonNode multiplier) {}

  @GetMapping
  Items<ChannelView> list() {
    return Items.all(desk.channels());
  }

  @GetMapping("/{name}")
  ChannelView get(@PathVariable String name) {
    return desk.channel(name);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ChannelView create(@Valid @RequestBody Creation creation) {
    return desk.create(
        creation.name(),
        creation.displayName(),
        creation.multiplier(),
        creation.order() == null ? 100 : creation.order(),
        creation.models(),
        creation.enabled() == null || creation.enabled());
  }

  @PatchMapping("/{name}")
  ChannelView change(@PathVariable String name, @Valid @RequestBody Change change) {
    if (change.multiplier() != null) {
      throw ProblemException.unprocessable(
          "multiplier-is-announced",
          "multiplier: cannot be changed here (expected: a price change announced 168 hours ahead)");
    }
    return desk.change(
        name, change.displayName(), change.order(), change.models(), change.enabled());
  }
}
