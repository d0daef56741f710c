-- Every code belongs to the account that it rewards. A personal code has no rule of its own: the configured one counts.
create table invitation_code (
  code text primary key check (code ~ '^[A-Z0-9][A-Z0-9-]{2,31}$'),
  kind text not null check (kind in ('personal', 'operator')),
  owner_id uuid not null,
  rule_kind text check (rule_kind in ('fixed', 'ratio')),
  rule_amount numeric(22, 10) check (rule_amount > 0),
  rule_ratio numeric(11, 10) check (rule_ratio > 0 and rule_ratio <= 1),
  rule_cap numeric(22, 10) check (rule_cap > 0),
  created_at timestamptz not null,
  check ((kind = 'operator') = (rule_kind is not null))
);
create unique index invitation_code_personal on invitation_code (owner_id) where kind = 'personal';

-- Who registered, with the hashed signals that abuse is seen by.
create table registration (
  account_id uuid primary key,
  device text,
  network text,
  registered_at timestamptz not null
);
create index registration_device on registration (device) where device is not null;

-- Accounts that are suspended, banned or closed; their rewards wait for a person.
create table barred_account (
  account_id uuid primary key,
  status text not null,
  since timestamptz not null
);

-- Who invited whom, with the rule as it was promised then. Written once, when the invited person registers.
create table attribution (
  referee_id uuid primary key,
  inviter_id uuid not null,
  code text not null references invitation_code,
  rule_kind text not null check (rule_kind in ('fixed', 'ratio')),
  rule_amount numeric(22, 10),
  rule_ratio numeric(11, 10),
  rule_cap numeric(22, 10),
  attributed_at timestamptz not null,
  check (referee_id <> inviter_id)
);
create index attribution_inviter on attribution (inviter_id, attributed_at desc);

-- First paid top-ups, kept whether or not the registration has been heard of: topics have no order between them.
create table first_top_up (
  account_id uuid primary key,
  top_up_id uuid not null,
  credited numeric(22, 10) not null check (credited >= 0),
  paid_at timestamptz not null
);
create table refunded_top_up (
  top_up_id uuid primary key,
  refunded_at timestamptz not null
);

-- At most one reward for an invited person, ever (I15): the unique referee_id is the guard.
create table reward (
  id uuid primary key,
  referee_id uuid not null unique references attribution,
  inviter_id uuid not null,
  top_up_id uuid not null unique,
  amount numeric(22, 10) not null check (amount >= 0),
  rule_kind text not null,
  rule_amount numeric(22, 10),
  rule_ratio numeric(11, 10),
  rule_cap numeric(22, 10),
  status text not null check (status in ('pending', 'held', 'granted', 'refused', 'revoked')),
  reason text,
  due_at timestamptz not null,
  created_at timestamptz not null,
  decided_at timestamptz,
  check (referee_id <> inviter_id)
);
create index reward_due on reward (due_at) where status = 'pending';
create index reward_held on reward (id) where status = 'held';
create index reward_inviter on reward (inviter_id, id desc);
