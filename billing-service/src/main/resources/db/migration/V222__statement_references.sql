-- What a statement calls an order that is not one of ours.
alter table statement_difference add column reference varchar(64);
