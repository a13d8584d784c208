-- save_words(OrderId[] order_id, text[] word) -> count
insert into orders.words (store_id, word, order_id)
select vitrine.current_store(), w.word, w.order_id
from unnest($1, $2) as w (order_id, word)
on conflict do nothing
