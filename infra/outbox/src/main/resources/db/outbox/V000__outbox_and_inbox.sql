-- Events are written in the transaction of their cause and shipped by OutboxShipper in the order of id.
create table outbox (
  id bigint generated always as identity primary key,
  event_id uuid not null unique,
  topic text not null,
  event_key text not null,
  event_time timestamptz not null,
  traceparent text,
  payload bytea not null,
  sent_at timestamptz
);
create index outbox_unsent on outbox (id) where sent_at is null;

-- The ids of the events this service has consumed, written in the transaction of their effect.
create table inbox (
  event_id uuid primary key,
  topic text not null,
  consumed_at timestamptz not null
);
create index inbox_age on inbox (consumed_at);
