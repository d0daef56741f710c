-- Wallets, the ledger, credit leases (money.md). Run by the owner; the application's role gets what each table says.
grant usage on schema public to ${applicationRole};
grant select, insert, update, delete on outbox, inbox to ${applicationRole};

-- One wallet per account; its id is the account's. Balances are materialised here and never below zero (I3, I4).
create table wallet (
  account_id uuid primary key,
  status text not null check (status in ('active', 'suspended', 'banned', 'closed')),
  status_version bigint not null default 0,
  paid numeric(30, 10) not null default 0 check (paid >= 0),
  bonus numeric(30, 10) not null default 0 check (bonus >= 0),
  leased numeric(30, 10) not null default 0 check (leased >= 0),
  exhausted_told boolean not null default false,
  opened_at timestamptz not null,
  version bigint not null default 0
);
grant select, insert, update on wallet to ${applicationRole};

-- Append-only (I2). One wallet at most (I18). Posted once per kind and reference (I6: a charge's reference is its request).
create table ledger_transaction (
  id uuid primary key,
  position bigint generated always as identity unique,
  kind text not null,
  reference text not null,
  wallet_id uuid references wallet,
  posted_at timestamptz not null,
  delta numeric(30, 10) not null,
  balance_after numeric(30, 10) not null check (balance_after >= 0),
  unique (kind, reference)
);
create index ledger_transaction_lines on ledger_transaction (wallet_id, position) where delta <> 0;
create index ledger_transaction_recent on ledger_transaction (posted_at);
grant select, insert on ledger_transaction to ${applicationRole};

-- One row is both legs, so a transaction sums to zero by its structure (I1).
create table posting (
  transaction_id uuid not null references ledger_transaction,
  leg int not null,
  wallet_id uuid,
  from_account text not null,
  to_account text not null,
  amount numeric(30, 10) not null check (amount > 0),
  currency text not null check (currency in ('USD', 'CNY')),
  primary key (transaction_id, leg),
  check (from_account <> to_account),
  check (wallet_id is not null or (from_account not like 'wallet\_%' and to_account not like 'wallet\_%')),
  check (currency = 'USD' or (from_account not like 'wallet\_%' and to_account not like 'wallet\_%'))
);
create index posting_wallet on posting (wallet_id);
create index posting_deficit on posting (transaction_id) where from_account = 'deficit';
grant select, insert on posting to ${applicationRole};

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: post a reversal', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger ledger_transaction_append_only before update or delete or truncate on ledger_transaction
  for each statement execute function refuse_change();
create trigger posting_append_only before update or delete or truncate on posting
  for each statement execute function refuse_change();

-- A posting is about its transaction's wallet and no other (I18).
create function check_posting_wallet() returns trigger language plpgsql as $$
begin
  if new.wallet_id is distinct from (select wallet_id from ledger_transaction where id = new.transaction_id) then
    raise exception 'posting.wallet_id: not the wallet of its transaction' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger posting_wallet_of_transaction before insert on posting
  for each row execute function check_posting_wallet();

-- Relay nodes and their epochs: an old epoch gets no lease any more (fencing).
create table relay_node (
  node text primary key,
  epoch bigint not null check (epoch > 0),
  last_seen timestamptz not null
);
create table relay_epoch (
  node text not null references relay_node,
  epoch bigint not null,
  started_at timestamptz not null,
  final_seq bigint,
  primary key (node, epoch)
);
grant select, insert, update on relay_node, relay_epoch to ${applicationRole};

-- Money escrowed to a relay node. settled and returned never exceed granted; closed means nothing is left (I5).
create table credit_lease (
  id uuid primary key,
  grant_id uuid not null unique,
  account_id uuid not null references wallet,
  key_id uuid,
  node text not null,
  epoch bigint not null,
  granted numeric(30, 10) not null check (granted > 0),
  granted_bonus numeric(30, 10) not null check (granted_bonus >= 0 and granted_bonus <= granted),
  settled numeric(30, 10) not null default 0 check (settled >= 0),
  returned numeric(30, 10) not null default 0 check (returned >= 0),
  state text not null check (state in ('active', 'draining', 'closed')),
  granted_at timestamptz not null,
  expires_at timestamptz not null,
  closed_at timestamptz,
  check (settled + returned <= granted),
  check (state <> 'closed' or settled + returned = granted)
);
create index credit_lease_open on credit_lease (account_id) where state <> 'closed';
create index credit_lease_expiry on credit_lease (expires_at) where state <> 'closed';
create index credit_lease_node on credit_lease (node, epoch) where state <> 'closed';
grant select, insert, update on credit_lease to ${applicationRole};

-- What each key spent per period, and what leases hold of its limit. One row per key, changed with its wallet.
create table key_spend (
  key_id uuid primary key,
  account_id uuid not null references wallet,
  day date not null,
  day_spent numeric(30, 10) not null check (day_spent >= 0),
  month date not null,
  month_spent numeric(30, 10) not null check (month_spent >= 0),
  total_spent numeric(30, 10) not null check (total_spent >= 0),
  reserved numeric(30, 10) not null check (reserved >= 0)
);
grant select, insert, update on key_spend to ${applicationRole};
