-- spent_on(text order_ref) -> many SpentOn
select a.id as account, a.kind, a.currency, a.last_four, -sum(m.amount)::bigint as amount
from tenders.movements m
join tenders.accounts a on a.store_id = vitrine.current_store() and a.id = m.account
where m.store_id = vitrine.current_store() and m.order_ref = $1 and m.kind in ('spent', 'returned')
group by a.id, a.kind, a.currency, a.last_four
having sum(m.amount) < 0
order by a.id
