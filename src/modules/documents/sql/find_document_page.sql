-- find_document_page(Kind? kind, instant before_time, DocumentId before_id, i32 page) -> many ListedRow{DocumentId id, Kind kind, text number, OrderId order_id, text? refund, Currency currency, i64 total, i64 tax, text day, text actor, instant issued_at}
select id, kind, number, order_id, refund, currency, total, tax, day, actor, issued_at
from documents.documents
where store_id = vitrine.current_store() and ($1 is null or kind = $1) and (issued_at, id) < ($2, $3)
order by issued_at desc, id desc
limit $4::integer
