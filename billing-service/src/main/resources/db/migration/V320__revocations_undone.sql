-- A reward may be taken back, given again and taken back once more: the top-up behind it was disputed, and the dispute won.
alter table revoked_reward
  add column revocation integer not null default 1 check (revocation >= 1),
  add column restored_at timestamptz,
  drop constraint revoked_reward_pkey,
  add primary key (reward_id, revocation);
