-- What the feed said of a model last, so that only its changes count; and what it said that nobody would believe.
create table price_feed_seen (
  model text primary key,
  input numeric(20, 10) not null,
  output numeric(20, 10) not null,
  cache_read numeric(20, 10) not null,
  cache_write_5m numeric(20, 10) not null,
  cache_write_1h numeric(20, 10) not null,
  seen_at timestamptz not null
);
create table price_proposal (
  id uuid primary key,
  model text not null,
  input numeric(20, 10) not null,
  output numeric(20, 10) not null,
  cache_read numeric(20, 10) not null,
  cache_write_5m numeric(20, 10) not null,
  cache_write_1h numeric(20, 10) not null,
  source_url text not null,
  why text not null,
  status text not null check (status in ('waiting', 'accepted', 'rejected', 'superseded')),
  proposed_at timestamptz not null,
  decided_by text,
  decided_at timestamptz
);
create unique index price_proposal_waiting on price_proposal (model) where status = 'waiting';
grant select, insert, update on price_feed_seen, price_proposal to ${applicationRole};
