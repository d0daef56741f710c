-- Who was told what, when, by which way (P60). A queued e-mail is claimed by a sender for the time of a lease.
create table deliveries (
  notice_id uuid not null references notices,
  account_id uuid not null references recipients,
  way text not null check (way in ('IN_SITE', 'EMAIL')),
  status text not null check (status in ('QUEUED', 'SENT', 'FAILED')),
  attempts integer not null,
  refusals integer not null default 0,
  -- Never holds an address.
  last_error text,
  -- On the business clock: when the message was visible, or the mail server took the mail.
  told_at timestamptz,
  -- Real time: retries and leases do not follow the business clock.
  queued_at timestamptz not null,
  next_attempt_at timestamptz not null,
  lease_holder uuid,
  lease_until timestamptz,
  primary key (notice_id, account_id, way),
  check ((status = 'SENT') = (told_at is not null))
);
create index deliveries_queued on deliveries (next_attempt_at) where status = 'QUEUED';
create index deliveries_of_account on deliveries (account_id);
