-- A credit may be a part of a call's charge that is given back; it needs a second person above the same limit.
alter table manual_credit add column request_id uuid;
