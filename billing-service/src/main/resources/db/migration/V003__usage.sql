-- What is known of each call (P05), by month of its request id's time. That time is in the id itself, so a unique key within a
-- month is unique over all of them (I6). Insert-only.
create function request_time(id uuid) returns timestamptz language sql immutable as $$
  select to_timestamp((('x' || substr(replace(id::text, '-', ''), 1, 12))::bit(48)::bigint) / 1000.0)
$$;
grant execute on function request_time(uuid) to ${applicationRole};

create table usage (
  request_id uuid not null,
  called_at timestamptz not null check (called_at = request_time(request_id)),
  account_id uuid not null,
  key_id uuid not null,
  node text not null,
  epoch bigint not null,
  seq bigint not null,
  lease_id uuid,
  channel text not null,
  requested_model text not null,
  upstream_model text,
  official_version uuid not null,
  multiplier_version uuid not null,
  started_at timestamptz not null,
  first_byte_at timestamptz,
  ended_at timestamptz not null,
  status int not null,
  end_reason text not null,
  usage_source text not null,
  input_tokens bigint not null check (input_tokens >= 0),
  cache_read_tokens bigint not null check (cache_read_tokens >= 0),
  cache_write_5m_tokens bigint not null check (cache_write_5m_tokens >= 0),
  cache_write_1h_tokens bigint not null check (cache_write_1h_tokens >= 0),
  output_tokens bigint not null check (output_tokens >= 0),
  reasoning_tokens bigint not null check (reasoning_tokens >= 0),
  tools text not null,
  tier text,
  reserved numeric(30, 10) not null check (reserved >= 0),
  charge numeric(30, 10) not null check (charge >= 0),
  cap_violation boolean not null,
  adjustments text not null,
  attempts text not null,
  digest text not null,
  recorded_at timestamptz not null,
  primary key (called_at, request_id)
) partition by range (called_at);
create index usage_account on usage (account_id, called_at desc, request_id desc);
create index usage_started on usage (account_id, started_at);
create index usage_sequence on usage (node, epoch, seq);
grant select, insert on usage to ${applicationRole};

-- The application may make a month's partition, and nothing else of the owner's.
create function ensure_usage_month(day date) returns void language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  first_day date := date_trunc('month', day)::date;
  name text := 'usage_' || to_char(first_day, 'YYYY_MM');
begin
  if to_regclass('public.' || name) is null then
    execute format(
      'create table if not exists %I partition of usage for values from (%L) to (%L)',
      name,
      first_day::timestamp at time zone 'UTC',
      (first_day + interval '1 month')::timestamp at time zone 'UTC');
  end if;
end $$;
revoke all on function ensure_usage_month(date) from public;
grant execute on function ensure_usage_month(date) to ${applicationRole};

-- What could not be believed: kept as it came, for a person to look at and to run again.
create table usage_quarantine (
  id uuid primary key,
  topic text not null,
  partition_no int not null,
  record_offset bigint not null,
  record_key text,
  request_id text,
  node text,
  epoch bigint,
  seq bigint,
  traceparent text,
  reason text not null,
  payload bytea not null,
  quarantined_at timestamptz not null,
  redriven_at timestamptz
);
create unique index usage_quarantine_once on usage_quarantine (topic, partition_no, record_offset, md5(payload));
create index usage_quarantine_sequence on usage_quarantine (node, epoch, seq);
create index usage_quarantine_open on usage_quarantine (id) where redriven_at is null;
grant select, insert, update on usage_quarantine to ${applicationRole};

-- The key that receipts are signed with, when configuration gives none. Sealed (P10).
create table receipt_signing_key (
  only_one boolean primary key default true check (only_one),
  key_id text not null,
  sealed_private_key bytea not null,
  public_key bytea not null,
  made_at timestamptz not null
);
grant select, insert on receipt_signing_key to ${applicationRole};
