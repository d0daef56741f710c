-- How often a reward was taken back: which revocation a restoration undoes.
alter table reward add column revocations integer not null default 0 check (revocations >= 0);
update reward set revocations = 1 where status = 'revoked';
