-- usage(PromotionId promotion) -> many UsageRow
select currency, count(*) filter (where state = 'claimed') as uses, count(*) filter (where state = 'returned') as returned,
       coalesce(sum(amount) filter (where state = 'claimed'), 0)::bigint as amount, count(distinct customer) filter (where state = 'claimed') as customers,
       count(distinct coupon) filter (where state = 'claimed') as codes, max(claimed_at) as last_at
from promotions.claims
where store_id = vitrine.current_store() and promotion = $1
group by currency
order by currency
