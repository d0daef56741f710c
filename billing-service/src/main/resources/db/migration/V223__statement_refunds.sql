-- A refund that a provider made and we know nothing of.
alter table statement_difference drop constraint statement_difference_kind_check;
alter table statement_difference add constraint statement_difference_kind_check
  check (kind in ('not-here', 'not-there', 'other-amount', 'twice', 'refund-not-here'));
