-- A top-up may be refunded in parts, and each refund undone by itself (a dispute that was won). Either may be heard of first.
alter table refunded_top_up
  add column refund_id uuid not null default '00000000-0000-0000-0000-000000000000',
  add column restored_at timestamptz,
  alter column refunded_at drop not null,
  drop constraint refunded_top_up_pkey,
  add primary key (top_up_id, refund_id),
  add check (refunded_at is not null or restored_at is not null);
