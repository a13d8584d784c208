-- taken(OrderId order_id) -> many TakenRow{i64 position, i64 quantity, i64 given}
-- How many units of each line are in returns, and of how many the money went back by one.
select l.position, sum(l.quantity)::bigint as quantity, coalesce(sum(l.sellable + l.damaged) filter (where r.refund is not null or r.state in ('refunded', 'exchanged')), 0)::bigint as given
from returns.lines l
join returns.returns r on r.store_id = l.store_id and r.id = l.return_id
where l.store_id = vitrine.current_store() and r.order_id = $1 and r.state not in ('rejected', 'cancelled')
group by l.position
order by l.position
