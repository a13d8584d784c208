-- sold_lately(instant now) -> many SoldScore{VariantId variant, i64 score}
-- A unit sold now scores 1,000; thirty days later half of it, and so on. The best 20,000 variants of a year.
select l.variant, round(1000 * sum(l.quantity * power(0.5, extract(epoch from ($1 - o.placed_at)) / 2592000)))::bigint as score
from orders.orders o
join orders.lines l on l.store_id = o.store_id and l.order_id = o.id
where o.store_id = vitrine.current_store() and o.placed_at > $1 - interval '365 days' and o.placed_at <= $1
    and o.state in ('paid', 'processing', 'packed', 'shipped', 'delivered', 'completed')
group by l.variant
order by score desc, l.variant
limit 20000
