-- What operators did. Written in the transaction of the deed; nobody changes it, the application's role cannot (issue 4, item 9).
create table audit_entry (
  id uuid primary key,
  at timestamptz not null,
  person text not null,
  action text not null,
  subject text not null,
  details text not null
);
create index audit_entry_subject on audit_entry (subject, id desc);
grant select, insert on audit_entry to ${applicationRole};
create trigger audit_entry_append_only before update or delete or truncate on audit_entry
  for each statement execute function refuse_change();
