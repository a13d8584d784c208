-- lock_return(ReturnId id) -> maybe ReturnRow
select r.id, r.number, r.order_id, r.order_number, r.wish, r.destination, r.reason, r.reason_words, r.words, r.is_our_fault, r.is_fetched, r.terms, r.currency, r.fingerprint, r.asked_at, r.state, r.version,
       r.decision, r.parcel, r.plan, r.amount, r.withheld, r.credit, r.refund, r.replacement, r.attention, r.attention_words, r.changed_at
from returns.returns r
where r.store_id = vitrine.current_store() and r.id = $1
for update
