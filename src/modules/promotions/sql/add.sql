-- add(PromotionId id, text name, json definition) -> count
insert into promotions.promotions (store_id, id, name, definition)
values (vitrine.current_store(), $1, $2, $3)
