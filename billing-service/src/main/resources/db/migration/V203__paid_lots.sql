-- What of each paid order is still in the wallet (I13, P31). A charge takes from all of a wallet's lots in proportion; the sums are
-- brought up to date when the set of lots changes, so that a call costs nothing here.
create table paid_lot (
  id uuid primary key,
  account_id uuid not null references wallet,
  cny numeric(12, 2) not null check (cny > 0),
  usd numeric(30, 10) not null check (usd > 0),
  remaining numeric(30, 10) not null check (remaining >= 0),
  refunded_usd numeric(30, 10) not null default 0 check (refunded_usd >= 0),
  refunded_cny numeric(12, 2) not null default 0 check (refunded_cny >= 0),
  constraint no_more_than_was_paid check (remaining + refunded_usd <= usd and refunded_cny <= cny)
);
create index paid_lot_account on paid_lot (account_id, id);
grant select, insert, update on paid_lot to ${applicationRole};
insert into paid_lot (id, account_id, cny, usd, remaining)
  select id, account_id, amount_cny, credit_usd, credit_usd from top_up where status = 'paid';
