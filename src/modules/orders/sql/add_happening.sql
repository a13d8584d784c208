-- add_happening(OrderId order_id, text kind, text words, bool is_visible, instant now) -> count
insert into orders.happenings (store_id, order_id, kind, words, is_visible, at)
values (vitrine.current_store(), $1, $2, $3, $4, $5)
