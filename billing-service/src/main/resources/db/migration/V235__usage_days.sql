-- What each key used of each model on each UTC day that calls began on, changed in the transaction that inserts the calls and
-- after its wallet is locked. Sums over months read this and not the calls.
create table usage_day (
  account_id uuid not null,
  day date not null,
  model text not null,
  key_id uuid not null,
  calls bigint not null check (calls > 0),
  input_tokens bigint not null check (input_tokens >= 0),
  output_tokens bigint not null check (output_tokens >= 0),
  cache_read_tokens bigint not null check (cache_read_tokens >= 0),
  cache_write_5m_tokens bigint not null check (cache_write_5m_tokens >= 0),
  cache_write_1h_tokens bigint not null check (cache_write_1h_tokens >= 0),
  reasoning_tokens bigint not null check (reasoning_tokens >= 0),
  charge numeric(30, 10) not null check (charge >= 0),
  primary key (account_id, day, model, key_id)
) with (fillfactor = 80);
grant select, insert, update on usage_day to ${applicationRole};

insert into usage_day
select account_id, (started_at at time zone 'UTC')::date, requested_model, key_id, count(*), sum(input_tokens),
  sum(output_tokens), sum(cache_read_tokens), sum(cache_write_5m_tokens), sum(cache_write_1h_tokens), sum(reasoning_tokens),
  sum(charge)
from usage group by 1, 2, 3, 4;

-- Calls are listed by when they began, which usage_started serves; nothing asks for this one any more.
drop index usage_account;
