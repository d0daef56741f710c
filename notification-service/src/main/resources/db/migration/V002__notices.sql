-- What people are told, as it was told, in both languages. Rows are never changed but for their dates of expiry.
create table notices (
  id uuid primary key,
  category text not null check (category in ('PRICE_CHANGE', 'ANNOUNCEMENT', 'REWARD', 'TOP_UP')),
  -- The price change or announcement this belongs to; an amendment is a further notice of the same one.
  announcement_id uuid,
  revision integer not null,
  -- null: everyone.
  account_id uuid,
  by_email boolean not null,
  title_en text not null,
  title_zh text not null,
  text_en text not null,
  text_zh text not null,
  html_en text not null,
  html_zh text not null,
  announced_at timestamptz not null,
  -- People who register before it are told too.
  open_until timestamptz not null,
  -- Listed at /api/announcements before it.
  shown_until timestamptz not null,
  -- Real time: when everybody of that moment had a delivery.
  fanned_out_at timestamptz
);
create index notices_inbox on notices (account_id, announced_at desc, id desc);
create index notices_of_announcement on notices (announcement_id, revision);
create index notices_to_fan_out on notices (id) where fanned_out_at is null;
create index notices_open on notices (open_until) where account_id is null;

create table notice_reads (
  account_id uuid not null,
  notice_id uuid not null references notices,
  read_at timestamptz not null,
  primary key (account_id, notice_id)
);
