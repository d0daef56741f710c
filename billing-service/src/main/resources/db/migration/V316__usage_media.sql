-- Sound and pictures, taken out of input, cache reads and output. Calls of before have none that were told apart. A constant
-- default is written into no row, and a check would read them all: neither may keep a large table from starting.
alter table usage
  add column input_audio_tokens bigint not null default 0,
  add column cache_read_audio_tokens bigint not null default 0,
  add column output_audio_tokens bigint not null default 0,
  add column input_image_tokens bigint not null default 0,
  add column cache_read_image_tokens bigint not null default 0,
  add column output_image_tokens bigint not null default 0;
