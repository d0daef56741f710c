-- The same per day.
alter table usage_day
  add column input_audio_tokens bigint not null default 0,
  add column cache_read_audio_tokens bigint not null default 0,
  add column output_audio_tokens bigint not null default 0,
  add column input_image_tokens bigint not null default 0,
  add column cache_read_image_tokens bigint not null default 0,
  add column output_image_tokens bigint not null default 0;
