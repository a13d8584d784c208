-- gone_money(PaymentId payment) -> many GoneMoney{bool is_dispute, uuid cause, i64 amount, Currency currency, bool is_final}
-- What of a payment's money the buyer has got back already, or the buyer's bank holds while a dispute is open, without a refund of ours that says so.
select true as is_dispute, d.id as cause, (d.amount - coalesce(said.amount, 0))::bigint as amount, d.currency, d.state = 'lost' as is_final
from payments.disputes d
left join lateral (
    select sum(f.amount) as amount from payments.refunds f where f.store_id = d.store_id and f.dispute = d.id and f.state <> 'failed'
) said on true
where d.store_id = vitrine.current_store() and d.payment = $1 and d.state in ('needs_response', 'under_review', 'lost') and not d.is_inquiry
  and d.amount > coalesce(said.amount, 0)
union all
select false, w.id, (w.amount - coalesce(said.amount, 0))::bigint, p.currency, true
from payments.fraud_warnings w
join payments.payments p on p.store_id = w.store_id and p.id = w.payment
left join lateral (
    select sum(f.amount) as amount from payments.refunds f where f.store_id = w.store_id and f.warning = w.id and f.state <> 'failed'
) said on true
where w.store_id = vitrine.current_store() and w.payment = $1 and w.kind = 'given_back' and w.is_open and w.amount > coalesce(said.amount, 0)
order by is_dispute, cause
