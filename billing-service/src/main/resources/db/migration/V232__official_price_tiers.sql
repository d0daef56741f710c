-- Rates of service tiers and long inputs, and hosted tools, of a version (ADR 0017). Written and read as one text each.
alter table official_price
  add column tiers text not null default '',
  add column tools text not null default '';
