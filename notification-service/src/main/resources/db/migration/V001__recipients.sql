-- Who can be told: one row for each account. The address is sealed with Tink AEAD (P10); null means: to be fetched.
create table recipients (
  account_id uuid primary key,
  language text not null check (language in ('EN', 'ZH')),
  status text not null check (status in ('ACTIVE', 'SUSPENDED', 'BANNED', 'CLOSED')),
  status_version bigint not null,
  registered_at timestamptz not null,
  address bytea,
  -- Real time, not the business clock: when auth-service is asked for the address (again).
  address_attempts integer not null default 0,
  next_fetch_at timestamptz not null default '-infinity'
);
create index recipients_without_address on recipients (next_fetch_at) where address is null;
