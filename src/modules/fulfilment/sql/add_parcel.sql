-- add_parcel(ParcelId parcel, OrderId order_id, text order_number, i64 position, bool is_return, text courier, text reference, json contents, i64 collect, Currency currency, text? request_key, instant now) -> count
insert into fulfilment.parcels (store_id, id, order_id, order_number, position, is_return, courier, reference, contents, collect, currency, request_key, created_at, since, changed_at)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $12)
