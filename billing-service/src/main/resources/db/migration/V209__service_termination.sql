-- The service's end (P31): decided here, announced by notification-service, 168 h from the announcement.
create table service_termination (
  id uuid primary key,
  status text not null check (status in ('decided', 'announced', 'refunding', 'done', 'withdrawn')),
  reason text not null,
  decided_by text not null,
  decided_at timestamptz not null,
  announced_at timestamptz,
  ends_at timestamptz,
  check ((announced_at is null) = (ends_at is null)),
  check (status in ('decided', 'withdrawn') or ends_at is not null),
  constraint seven_days_to_the_end check (ends_at >= announced_at + interval '168 hours')
);
create unique index service_termination_standing on service_termination ((true)) where status <> 'withdrawn';
grant select, insert, update on service_termination to ${applicationRole};

-- Wallets that are settled: what makes the refunds resumable, and the report.
create table service_termination_wallet (
  termination_id uuid not null references service_termination,
  account_id uuid not null references wallet,
  refunded_usd numeric(30, 10) not null check (refunded_usd >= 0),
  refunded_cny numeric(14, 2) not null check (refunded_cny >= 0),
  forfeited_usd numeric(30, 10) not null check (forfeited_usd >= 0),
  settled_at timestamptz not null,
  primary key (termination_id, account_id)
);
grant select, insert on service_termination_wallet to ${applicationRole};
