-- Statements ask for days.
create index postings_by_time on ledger.postings (store_id, posted_at);
