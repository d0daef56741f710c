-- What the feed said of sound and pictures last. What it says now is compared with nothing: it counts as a change.
alter table price_feed_seen add column media text not null default '';
