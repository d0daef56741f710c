-- Rewards that were revoked, kept because a revocation may be heard of before its grant.
create table revoked_reward (
  reward_id uuid primary key,
  account_id uuid not null,
  shortage numeric(30, 10) not null check (shortage >= 0),
  revoked_at timestamptz not null
);
grant select, insert, update on revoked_reward to ${applicationRole};
