-- listed_after(FeedId feed, text after, i32 page) -> many ListedOffer{text code, ItemId item, i64 price_minor}
select o.code, o.item_id as item, o.price_minor
from suppliers.offers o
where o.store_id = vitrine.current_store() and o.feed_id = $1 and o.is_listed and o.code > $2
order by o.code
limit $3::integer
