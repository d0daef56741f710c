-- A posting is about its transaction's wallet and no other (I18): looked at once for a statement's postings, not for each.
-- The settings keep the plan on the primary key, whatever was known of the tables when it was made.
create function check_posting_wallets() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  if exists (
    select from added a left join ledger_transaction t on t.id = a.transaction_id
    where t.id is null or a.wallet_id is distinct from t.wallet_id
  ) then
    raise exception 'posting.wallet_id: not the wallet of its transaction' using errcode = 'check_violation';
  end if;
  return null;
end $$;
drop trigger posting_wallet_of_transaction on posting;
drop function check_posting_wallet();
create trigger posting_wallets_of_transactions after insert on posting
  referencing new table as added for each statement execute function check_posting_wallets();
