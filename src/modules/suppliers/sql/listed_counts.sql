-- listed_counts(FeedId[] feed) -> many ListedCount{FeedId feed, i64 listed}
select feed_id as feed, count(*) as listed
from suppliers.offers
where store_id = vitrine.current_store() and feed_id = any ($1) and is_listed
group by feed_id
