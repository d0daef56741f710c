-- What the feed said of tiers and tools last. What it says now is compared with nothing: it counts as a change.
alter table price_feed_seen
  add column tiers text not null default '',
  add column tools text not null default '';
