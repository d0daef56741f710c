-- What an upstream serves (a JSON list of names; null for all its provider has), and what happens to a call there when
-- its client leaves.
alter table upstreams add column surfaces text;
alter table upstreams add column on_client_gone text not null default 'cancel';
