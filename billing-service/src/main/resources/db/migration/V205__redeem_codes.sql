-- Codes that give credit (I16): as many redemptions as their limit, one for each account.
create table redeem_code (
  code text primary key check (code = upper(code)),
  amount_usd numeric(30, 10) not null check (amount_usd > 0),
  redemption_limit int not null check (redemption_limit > 0),
  redeemed int not null default 0,
  valid_from timestamptz not null,
  valid_until timestamptz,
  enabled boolean not null default true,
  created_at timestamptz not null,
  constraint no_more_than_the_limit check (redeemed between 0 and redemption_limit)
);
create table redemption (
  id uuid primary key,
  code text not null references redeem_code,
  account_id uuid not null references wallet,
  redeemed_at timestamptz not null,
  constraint once_for_each_account unique (code, account_id)
);
grant select, insert on redeem_code, redemption to ${applicationRole};
grant update (redeemed, enabled) on redeem_code to ${applicationRole};
