-- General announcements, as support staff wrote them.
create table announcements (
  id uuid primary key,
  title_en text not null,
  title_zh text not null,
  body_en text not null,
  body_zh text not null,
  announced_at timestamptz not null,
  announced_by text not null
);
