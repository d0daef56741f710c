-- What a dollar cost, whenever that changed: the feed's rates, and operators' overrides until withdrawn. Append-only.
create table exchange_rate (
  id bigint generated always as identity primary key,
  source text not null check (source in ('feed', 'operator', 'operator-withdrawn')),
  cny_per_usd numeric(20, 10) check (cny_per_usd > 0),
  reason text,
  set_by text,
  observed_at timestamptz not null,
  check ((source = 'operator-withdrawn') = (cny_per_usd is null))
);
create index exchange_rate_feed on exchange_rate (id) where source = 'feed';
create index exchange_rate_operator on exchange_rate (id) where source <> 'feed';
grant select, insert on exchange_rate to ${applicationRole};

-- Orders keep amount, time, the quote and the provider's own order number, sealed (P10, P20, P27).
create table top_up (
  id uuid primary key,
  account_id uuid not null references wallet,
  amount_cny numeric(12, 2) not null check (amount_cny > 0),
  rate numeric(20, 10) not null check (rate > 0),
  rate_source text not null check (rate_source in ('initial', 'feed', 'operator')),
  credit_usd numeric(30, 10) not null check (credit_usd > 0),
  quote_expires_at timestamptz not null,
  provider text not null,
  status text not null check (status in ('created', 'paid', 'declined', 'expired')),
  provider_order_id bytea,
  first_paid boolean not null default false,
  created_at timestamptz not null,
  paid_at timestamptz,
  closed_at timestamptz,
  check ((status = 'paid') = (paid_at is not null)),
  check ((status = 'paid') = (provider_order_id is not null)),
  check (status = 'paid' or not first_paid)
);
create index top_up_account on top_up (account_id, id desc);
create index top_up_open on top_up (quote_expires_at) where status = 'created';
create unique index top_up_first on top_up (account_id) where first_paid;
grant select, insert, update on top_up to ${applicationRole};

-- The answers of POSTs that carried an Idempotency-Key (I17).
create table top_up_request (
  account_id uuid not null,
  idempotency_key text not null,
  request_digest bytea not null,
  answer text not null,
  answered_at timestamptz not null,
  primary key (account_id, idempotency_key)
);
create index top_up_request_age on top_up_request (answered_at);
grant select, insert, delete on top_up_request to ${applicationRole};

-- Money that arrived and fits no order as it stands: a person looks at it (A30). Nothing is ever dropped.
create table payment_review (
  id uuid primary key,
  order_id uuid not null,
  provider text not null,
  provider_order_id bytea not null,
  amount_cny numeric(12, 2) not null,
  paid_at timestamptz not null,
  reason text not null,
  received_at timestamptz not null
);
create index payment_review_order on payment_review (order_id);
grant select, insert on payment_review to ${applicationRole};
