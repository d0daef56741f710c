-- Disputes that providers told of, each once: what makes their events good in any order.
create table payment_dispute (
  id uuid primary key,
  top_up_id uuid not null references paid_lot,
  provider text not null,
  amount_cny numeric(12, 2) not null check (amount_cny > 0),
  reason text not null,
  disputed_at timestamptz not null,
  status text not null check (status in ('taken', 'returned', 'nothing-left')),
  heard_at timestamptz not null
);
create index payment_dispute_top_up on payment_dispute (top_up_id);
grant select, insert on payment_dispute to ${applicationRole};
grant update (status) on payment_dispute to ${applicationRole};
