-- find_document_page_of_kind(Kind kind, instant before_time, DocumentId before_id, i32 page) -> many ListedRow
select id, kind, number, order_id, refund, currency, total, tax, day, actor, issued_at
from documents.documents
where store_id = vitrine.current_store() and kind = $1 and (issued_at, id) < ($2, $3)
order by issued_at desc, id desc
limit $4::integer
