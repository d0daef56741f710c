-- What an order gets beside what was paid for, as it was quoted.
alter table top_up
  add column bonus_usd numeric(30, 10) not null default 0 check (bonus_usd >= 0),
  add column promotion_id uuid references promotion,
  add column plan_id uuid references plan;
