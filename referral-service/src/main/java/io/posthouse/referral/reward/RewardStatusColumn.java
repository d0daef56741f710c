package io.posthouse.referral.reward;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Keeps a status by its lower-case name. */
@Converter(autoApply = true)
class RewardStatusColumn implements AttributeConverter<RewardStatus, String> {

  @Override
  public String convertToDatabaseColumn(RewardStatus status) {
    return status.text();
  }

  @Override
  public RewardStatus convertToEntityAttribute(String text) {
    return RewardStatus.of(text);
  }
}
