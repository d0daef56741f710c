-- Rates of sound and pictures of a price that waits for an operator.
alter table price_proposal add column media text not null default '';
