-- find_document_page(instant before_time, DocumentId before_id, i32 page) -> many ListedRow
select id, kind, number, order_id, refund, currency, total, tax, day, actor, issued_at
from documents.documents
where store_id = vitrine.current_store() and (issued_at, id) < ($1, $2)
order by issued_at desc, id desc
limit $3::integer
