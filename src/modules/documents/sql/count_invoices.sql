-- count_invoices(OrderId order_id) -> one i64
select count(*)
from documents.documents
where store_id = vitrine.current_store() and order_id = $1 and kind = 'invoice'
