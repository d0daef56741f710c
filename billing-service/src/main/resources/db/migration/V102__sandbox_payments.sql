-- The sandbox provider's own books: what it was asked to collect, what its button said, what it still has to call back.
create table sandbox_payment (
  order_id uuid primary key,
  amount_cny numeric(12, 2) not null,
  expires_at timestamptz not null,
  outcome text check (outcome in ('paid', 'declined')),
  payment_id text,
  decided_at timestamptz
);
grant select, insert, update on sandbox_payment to ${applicationRole};

create table sandbox_callback (
  order_id uuid primary key references sandbox_payment,
  body text not null,
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  delivered_at timestamptz
);
create index sandbox_callback_due on sandbox_callback (next_attempt_at) where delivered_at is null;
grant select, insert, update on sandbox_callback to ${applicationRole};
