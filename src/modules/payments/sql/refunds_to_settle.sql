-- refunds_to_settle(text gateway, text[] provider_refund, instant from_time, instant to_time) -> many OwnRefund
select f.id, f.payment, coalesce(f.provider_refund, '') as provider_refund, f.amount, f.currency, f.state, f.changed_at
from payments.refunds f
join payments.payments p on p.store_id = vitrine.current_store() and p.id = f.payment and p.method = $1
where f.store_id = vitrine.current_store() and not f.by_hand and f.dispute is null
  and (f.provider_refund = any($2) or (f.state in ('pending', 'succeeded') and f.changed_at >= $3 and f.changed_at < $4))
order by f.id
