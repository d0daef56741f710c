-- What providers opened for orders that were visited; sealed (P10).
create table payment_session (
  order_id uuid primary key references top_up,
  reference bytea not null,
  location bytea not null,
  opened_at timestamptz not null
);
grant select, insert on payment_session to ${applicationRole};
