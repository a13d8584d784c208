-- note_outcome(ReturnId id, i64 amount, i64 withheld, i64 credit, text? refund, OrderId? replacement) -> count
update returns.returns
set amount = $2, withheld = $3, credit = $4, refund = $5, replacement = $6
where store_id = vitrine.current_store() and id = $1
