-- How well models were served, by minute, from customers' own calls; kept for 90 days. Instances add up in one row.
create table model_health (
  minute timestamptz not null,
  model text not null,
  channel text not null,
  calls bigint not null,
  failures bigint not null,
  first_contents bigint not null,
  first_content_millis bigint not null,
  output_tokens bigint not null,
  stream_millis bigint not null,
  primary key (minute, model, channel)
);
