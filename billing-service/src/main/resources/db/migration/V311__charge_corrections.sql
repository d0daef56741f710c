-- What was given back of calls' charges. The calls stay as they were recorded (I2); this is what receipts and sums show beside them.
create table charge_correction (
  id uuid primary key references manual_credit,
  request_id uuid not null,
  account_id uuid not null references wallet,
  key_id uuid not null,
  model text not null,
  started_at timestamptz not null,
  amount numeric(30, 10) not null check (amount > 0),
  reason text not null,
  corrected_at timestamptz not null
);
create index charge_correction_call on charge_correction (request_id);
create index charge_correction_period on charge_correction (account_id, started_at);
create index charge_correction_recent on charge_correction (corrected_at);
grant select, insert on charge_correction to ${applicationRole};
create trigger charge_correction_append_only before update or delete or truncate on charge_correction
  for each statement execute function refuse_change();
