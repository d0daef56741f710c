-- What customers see and pay. A channel's name is never used again: channels are switched off, not deleted.
create table channels (
  name text primary key,
  display_name_en text not null,
  display_name_zh text not null,
  sort_order integer not null,
  models text not null,
  enabled boolean not null,
  first_multiplier numeric(20, 10) not null check (first_multiplier > 0),
  version bigint not null,
  created_at timestamptz not null
);

-- Models by our names. The maxima bound reservations and fill in missing caps.
create table models (
  name text primary key,
  display_name text not null,
  max_input_tokens bigint not null check (max_input_tokens > 0),
  max_output_tokens bigint not null check (max_output_tokens > 0),
  tokenizer text,
  version bigint not null,
  created_at timestamptz not null
);

-- One account at a provider. Credentials and egress are sealed (Tink AEAD) for upstreams|column|id.
create table upstreams (
  id uuid primary key,
  name text not null unique,
  channel text not null references channels (name),
  protocol text not null,
  base_url text not null,
  credentials bytea not null,
  models text not null,
  priority integer not null check (priority >= 0),
  weight integer not null check (weight > 0),
  enabled boolean not null,
  egress bytea,
  minimum_tls text not null,
  dedicated_to uuid,
  version bigint not null,
  created_at timestamptz not null
);

-- Counted up with every change of the three tables above: other instances look at it.
create table routing_revision (
  only_row boolean primary key default true check (only_row),
  revision bigint not null
);
insert into routing_revision (revision) values (1);
