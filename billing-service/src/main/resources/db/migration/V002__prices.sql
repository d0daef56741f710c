-- Prices (P21 to P24). Versions are never changed: a new price is a new version.
create table official_price (
  version uuid primary key,
  model text not null,
  input numeric(20, 10) not null check (input >= 0),
  output numeric(20, 10) not null check (output >= 0),
  cache_read numeric(20, 10) not null check (cache_read >= 0),
  cache_write_5m numeric(20, 10) not null check (cache_write_5m >= 0),
  cache_write_1h numeric(20, 10) not null check (cache_write_1h >= 0),
  effective_from timestamptz not null,
  source_url text,
  set_by text not null,
  unique (model, effective_from)
);
grant select, insert on official_price to ${applicationRole};

-- A channel's first multiplier comes with the channel; every later one was announced at least 168 h before it takes effect.
-- The last check is the promise of P24: no code and no person with the application's role can shorten it.
create table channel_multiplier (
  version uuid primary key,
  channel text not null,
  multiplier numeric(20, 10) not null check (multiplier > 0),
  kind text not null check (kind in ('first', 'announced')),
  effective_at timestamptz not null,
  announced_at timestamptz,
  announcement_id uuid,
  revision int,
  superseded_at timestamptz,
  check (kind = 'first' or (announced_at is not null and announcement_id is not null and revision is not null)),
  constraint seven_days_notice
    check (kind = 'first' or effective_at >= announced_at + interval '168 hours'),
  constraint never_superseded_once_in_force
    check (superseded_at is null or (kind = 'announced' and superseded_at < effective_at)),
  unique (announcement_id, revision)
);
create unique index channel_multiplier_first on channel_multiplier (channel) where kind = 'first';
create index channel_multiplier_channel on channel_multiplier (channel, effective_at);
grant select, insert on channel_multiplier to ${applicationRole};
grant update (superseded_at) on channel_multiplier to ${applicationRole};

-- Announced price changes, as they stand after their last revision.
create table price_change (
  announcement_id uuid primary key,
  channel text not null,
  revision int not null check (revision > 0),
  multiplier numeric(20, 10) not null,
  announced_at timestamptz not null,
  effective_at timestamptz not null,
  reason_en text not null,
  reason_zh text not null,
  status text not null check (status in ('SCHEDULED', 'REFUSED', 'IN_FORCE', 'WITHDRAWN')),
  received_at timestamptz not null
);
create index price_change_scheduled on price_change (effective_at) where status = 'SCHEDULED';
grant select, insert, update on price_change to ${applicationRole};

-- Channels, as relay-service has them.
create table channel (
  name text primary key,
  display_name_en text not null,
  display_name_zh text not null,
  list_order int not null,
  enabled boolean not null,
  version bigint not null
);
create table channel_model (
  channel text not null references channel,
  model text not null,
  primary key (channel, model)
);
grant select, insert, update on channel to ${applicationRole};
grant select, insert, delete on channel_model to ${applicationRole};

-- When the price object of a model or channel last changed.
create table price_touched (
  kind text not null check (kind in ('official', 'multiplier')),
  name text not null,
  at timestamptz not null,
  primary key (kind, name)
);
grant select, insert, update on price_touched to ${applicationRole};
