-- A day of the ledger, summed and fingerprinted once it is over: the trial balance need not read it again, and a change of what
-- was posted shows (I2, I20). Insert-only, as the ledger is.
create table ledger_day (
  day date primary key,
  transactions bigint not null check (transactions >= 0),
  postings bigint not null check (postings >= 0),
  digest numeric not null,
  closed_at timestamptz not null
);
create table ledger_day_account (
  day date not null references ledger_day,
  currency text not null,
  account text not null,
  gained numeric(30, 10) not null check (gained >= 0),
  lost numeric(30, 10) not null check (lost >= 0),
  primary key (day, currency, account)
);
grant select, insert on ledger_day, ledger_day_account to ${applicationRole};
create trigger ledger_day_append_only before update or delete or truncate on ledger_day
  for each statement execute function refuse_change();
create trigger ledger_day_account_append_only before update or delete or truncate on ledger_day_account
  for each statement execute function refuse_change();
