-- What the operator wants of calls that are translated to an upstream (a JSON object; null for the usual).
alter table upstreams add column translation text;
