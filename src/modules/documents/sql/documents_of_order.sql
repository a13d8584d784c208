-- documents_of_order(OrderId order_id) -> many DocumentRow{DocumentId id, Kind kind, text number, OrderId order_id, text? refund, Currency currency, i64 total, i64 tax, text day, text actor, instant issued_at, i64 edit}
select id, kind, number, order_id, refund, currency, total, tax, day, actor, issued_at, edit
from documents.documents
where store_id = vitrine.current_store() and order_id = $1
order by kind = 'credit_note', issued_at, position
