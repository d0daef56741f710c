-- Tiers and tools of a price that waits for an operator.
alter table price_proposal
  add column tiers text not null default '',
  add column tools text not null default '';
