-- Credit that operators give. Above a limit a second person decides: never the one who asked (A8).
create table manual_credit (
  id uuid primary key,
  account_id uuid not null references wallet,
  amount_usd numeric(30, 10) not null check (amount_usd > 0),
  reason text not null,
  status text not null check (status in ('waiting', 'posted', 'rejected')),
  asked_by text not null,
  asked_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  check ((status = 'waiting') = (decided_at is null)),
  constraint second_person check (decided_by is null or decided_by <> asked_by)
);
create index manual_credit_waiting on manual_credit (id) where status = 'waiting';
grant select, insert on manual_credit to ${applicationRole};
grant update (status, decided_by, decided_at) on manual_credit to ${applicationRole};
