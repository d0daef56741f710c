-- What providers' daily statements and our orders do not agree about.
create table statement_run (
  provider text not null,
  day date not null,
  statement_lines int not null,
  matched int not null,
  ran_at timestamptz not null,
  primary key (provider, day)
);
create table statement_difference (
  provider text not null,
  day date not null,
  order_id uuid not null,
  kind text not null check (kind in ('not-here', 'not-there', 'other-amount', 'twice')),
  there_cny numeric(14, 2) not null,
  here_cny numeric(14, 2) not null,
  primary key (provider, day, order_id, kind)
);
grant select, insert, update on statement_run to ${applicationRole};
grant select, insert, delete on statement_difference to ${applicationRole};
