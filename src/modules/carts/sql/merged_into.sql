-- merged_into(CartId cart) -> many CartId
select id from carts.carts where store_id = vitrine.current_store() and merged_into = $1 order by id desc limit 10
