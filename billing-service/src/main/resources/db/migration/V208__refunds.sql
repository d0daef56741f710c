-- Refunds to the original payment (P29, P31; I13). The money left the wallet when the row was made.
create table refund (
  id uuid primary key,
  top_up_id uuid not null references paid_lot,
  account_id uuid not null references wallet,
  provider text not null,
  usd numeric(30, 10) not null check (usd > 0),
  cny numeric(12, 2) not null check (cny > 0),
  cause text not null check (cause in ('request', 'operator', 'termination')),
  reason text not null,
  status text not null check (status in ('requested', 'approved', 'sent', 'failed', 'rejected')),
  asked_by text not null,
  asked_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  attempts int not null default 0,
  next_attempt_at timestamptz,
  failure text,
  finished_at timestamptz,
  constraint second_person check (decided_by is null or decided_by <> asked_by)
);
create unique index refund_open on refund (top_up_id) where status in ('requested', 'approved');
create index refund_account on refund (account_id, id desc);
create index refund_due on refund (next_attempt_at) where status = 'approved';
grant select, insert, update on refund to ${applicationRole};
