-- What an operator did about a payment that fitted no order. Once, and for good.
create table payment_review_decision (
  review_id uuid primary key references payment_review,
  decision text not null check (decision in ('credit', 'dismiss')),
  account_id uuid references wallet,
  credited_usd numeric(30, 10) check (credited_usd > 0),
  reason text not null,
  person text not null,
  decided_at timestamptz not null,
  check ((decision = 'credit') = (account_id is not null and credited_usd is not null))
);
grant select, insert on payment_review_decision to ${applicationRole};
