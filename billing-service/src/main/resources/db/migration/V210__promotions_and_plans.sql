-- What top-ups get on top (P25), and fixed packages (P32). In force as soon as they are written.
create table promotion (
  id uuid primary key,
  name_en text not null,
  name_zh text not null,
  minimum_cny numeric(12, 2) not null check (minimum_cny > 0),
  bonus_usd numeric(30, 10) check (bonus_usd > 0),
  bonus_percent numeric(9, 4) check (bonus_percent > 0),
  starts_at timestamptz not null,
  ends_at timestamptz,
  per_account int check (per_account > 0),
  enabled boolean not null default true,
  created_at timestamptz not null,
  check ((bonus_usd is null) <> (bonus_percent is null)),
  check (ends_at > starts_at)
);
create table promotion_use (
  top_up_id uuid primary key references top_up,
  promotion_id uuid not null references promotion,
  account_id uuid not null references wallet,
  used_at timestamptz not null
);
create index promotion_use_account on promotion_use (promotion_id, account_id);
create table plan (
  id uuid primary key,
  name_en text not null,
  name_zh text not null,
  price_cny numeric(12, 2) not null check (price_cny > 0),
  bonus_usd numeric(30, 10) not null check (bonus_usd >= 0),
  list_order int not null,
  enabled boolean not null default true,
  created_at timestamptz not null
);
grant select, insert on promotion, promotion_use, plan to ${applicationRole};
grant update (ends_at, enabled) on promotion to ${applicationRole};
grant update (enabled) on plan to ${applicationRole};
