-- A month's statement reads this index alone, however long the wallet's history is.
create index ledger_transaction_statement on ledger_transaction (wallet_id, posted_at) include (kind, delta) where delta <> 0;
