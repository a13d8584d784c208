-- add_batch(uuid id, PromotionId promotion, text name, i64 size) -> count
insert into promotions.batches (store_id, id, promotion, name, size)
values (vitrine.current_store(), $1, $2, $3, $4)
