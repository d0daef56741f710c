-- What the sandbox was asked to send back.
create table sandbox_refund (
  refund_id uuid primary key,
  order_id uuid not null references sandbox_payment,
  amount_cny numeric(12, 2) not null check (amount_cny > 0),
  refunded_at timestamptz not null
);
create index sandbox_refund_order on sandbox_refund (order_id);
grant select, insert on sandbox_refund to ${applicationRole};
