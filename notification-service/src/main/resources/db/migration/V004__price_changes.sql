-- Announced changes of a channel's multiplier. P24: nobody can shorten the 168 hours, not even by SQL.
create table price_changes (
  id uuid primary key,
  row_version bigint not null,
  channel text not null,
  status text not null
    check (status in ('PENDING', 'ANNOUNCED', 'SCHEDULED', 'IN_FORCE', 'REFUSED', 'WITHDRAWN')),
  revision integer not null check (revision >= 1),
  old_multiplier numeric not null check (old_multiplier > 0),
  multiplier numeric not null check (multiplier > 0),
  effective_at timestamptz not null,
  announced_at timestamptz,
  withdrawn_at timestamptz,
  reason_en text not null,
  reason_zh text not null,
  why text,
  proposed_by text not null,
  confirmed_by text,
  constraint price_changes_notice check (effective_at >= announced_at + interval '168 hours'),
  constraint price_changes_out check (announced_at is not null or status in ('PENDING', 'WITHDRAWN'))
);
create index price_changes_of_channel on price_changes (channel, effective_at);
create unique index price_changes_moment on price_changes (channel, effective_at)
  where status in ('PENDING', 'ANNOUNCED', 'SCHEDULED');
