-- Keys of our own, each sealed with posthouse.encryption.keyset.
create table sealed_secrets (
  name text primary key,
  ciphertext bytea not null
);

-- One row per verified person. The address is sealed; email_index finds it and keeps it unique (P10, A37).
create table accounts (
  id uuid primary key,
  person_id text not null unique,
  email bytea not null,
  email_index bytea not null unique,
  language text not null check (language in ('en', 'zh')),
  status text not null check (status in ('ACTIVE', 'SUSPENDED', 'BANNED', 'CLOSED')),
  cause text,
  status_version bigint not null check (status_version >= 1),
  created_at timestamptz not null,
  -- No cause, no ban (P43).
  check (status not in ('SUSPENDED', 'BANNED') or cause is not null)
);

-- What staff decided about an account, why, and on what evidence.
create table account_decisions (
  id uuid primary key,
  account_id uuid not null references accounts,
  decision text not null,
  cause text,
  evidence text,
  decided_by text not null,
  decided_at timestamptz not null,
  check (decision not in ('SUSPENDED', 'BANNED') or (cause is not null and length(evidence) > 0))
);
create index account_decisions_account on account_decisions (account_id, id);
