-- Who asked to register and has not confirmed the address yet; the latest request of an address counts.
-- The id becomes the account's. The password is here as its bcrypt hash alone (P40).
create table registrations (
  account_id uuid primary key,
  email bytea not null,
  email_index bytea not null unique,
  password_hash text not null check (password_hash like '$2a$%'),
  language text not null,
  invitation_code text,
  device text,
  network text,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  claimed_until timestamptz
);
create index registrations_expiry on registrations (expires_at);

-- SHA-256 of the tokens that were mailed; the tokens themselves are nowhere.
create table verification_tokens (
  token_hash bytea primary key,
  account_id uuid not null references registrations on delete cascade,
  expires_at timestamptz not null
);
create index verification_tokens_account on verification_tokens (account_id);

-- Registrations per network address in the running hour; the address as a keyed hash.
create table registration_counts (
  network text primary key,
  window_start timestamptz not null,
  requests integer not null
);

-- Letters that wait to be sent.
create table mails (
  id uuid primary key,
  letter text not null,
  subject uuid not null,
  recipient bytea not null,
  language text not null,
  posted_at timestamptz not null,
  due_at timestamptz not null,
  attempts integer not null default 0,
  edition integer not null default 0,
  unique (letter, subject)
);
create index mails_due on mails (due_at);
