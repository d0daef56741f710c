-- Leases that many calls share: one active lease per wallet (or key with a limit) and node, topped up by grants, spent from in parts.
-- Those of before were one per call, each closed by its call: they drain.
update credit_lease set state = 'draining' where state = 'active';
alter table credit_lease
  add column bonus_rest numeric(30, 10) not null default 0 check (bonus_rest >= 0);
update credit_lease
  set bonus_rest = least(greatest(granted_bonus - settled, 0), granted - settled - returned) where state <> 'closed';
alter table credit_lease add check (bonus_rest <= granted - settled - returned);
create unique index credit_lease_active on credit_lease (account_id, node, key_id) nulls not distinct
  where state = 'active';

-- Every request for money that was granted, once (idempotency).
create table lease_grant (
  grant_id uuid primary key,
  lease_id uuid not null references credit_lease,
  amount numeric(30, 10) not null check (amount > 0),
  precise boolean not null,
  granted_at timestamptz not null
);
create index lease_grant_lease on lease_grant (lease_id);
grant select, insert on lease_grant to ${applicationRole};
