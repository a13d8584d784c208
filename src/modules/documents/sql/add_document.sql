-- add_document(DocumentId id, Kind kind, text year, i64 position, text number, OrderId order_id, text? refund, text currency, i64 total, i64 tax, text day, json paper, instant now, i64 edit) -> count
insert into documents.documents (store_id, id, kind, year, position, number, order_id, refund, currency, total, tax, day, paper, issued_at, edit)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
