-- API keys. mac = HMAC-SHA256(pepper, whole key): the key itself is nowhere (P41).
create table api_keys (
  id uuid primary key,
  account_id uuid not null references accounts,
  public_id text not null unique check (public_id ~ '^[0-9A-Za-z]{8}$'),
  mac bytea not null,
  pepper_version text not null,
  last4 text not null,
  name text not null,
  channels text[] not null,
  models text[] not null,
  allowed_ips text[] not null,
  spend_limit numeric(20, 10) check (spend_limit > 0),
  spend_period text check (spend_period in ('DAY', 'MONTH', 'TOTAL')),
  expires_at timestamptz,
  status text not null check (status in ('ACTIVE', 'REVOKED')),
  version bigint not null check (version >= 1),
  created_at timestamptz not null,
  last_used_at timestamptz,
  check ((spend_limit is null) = (spend_period is null))
);
create index api_keys_account on api_keys (account_id, id);
