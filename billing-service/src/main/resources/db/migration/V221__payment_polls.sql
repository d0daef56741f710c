-- Orders that providers are asked about; a row goes when nothing more is to be heard of its order.
create table payment_poll (
  order_id uuid primary key references top_up,
  provider text not null,
  attempts int not null default 0,
  next_at timestamptz not null
);
create index payment_poll_due on payment_poll (provider, next_at);
insert into payment_poll (order_id, provider, next_at)
  select id, provider, quote_expires_at from top_up
  where status = 'created';
grant select, insert, update, delete on payment_poll to ${applicationRole};
