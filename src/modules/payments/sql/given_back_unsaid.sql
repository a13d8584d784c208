-- given_back_unsaid(PaymentId payment, text reference, i64 given_back) -> maybe Unsaid{i64 amount, Currency currency}
-- How much of what the gateway says it has given back under a reference no refund of ours stands for, less what a person was told of before.
-- What a lost dispute has taken is written down as a refund, too, but no gateway counts it as given back.
select ($3 - (r.refunded - disputed.amount) - coalesce(told.amount, 0))::bigint as amount, r.currency
from payments.receipts r
left join lateral (
    select sum(w.amount - coalesce(said.amount, 0)) as amount
    from payments.fraud_warnings w
    left join lateral (
        select sum(f.amount) as amount from payments.refunds f where f.store_id = w.store_id and f.warning = w.id and f.state <> 'failed'
    ) said on true
    where w.store_id = r.store_id and w.payment = r.payment and w.kind = 'given_back' and (w.reference = $2 or starts_with(w.reference, $2 || ':'))
) told on true
left join lateral (
    select coalesce(sum(f.amount), 0)::bigint as amount
    from payments.refunds f
    where f.store_id = r.store_id and f.payment = r.payment and f.reference = r.reference and f.dispute is not null and f.state <> 'failed'
) disputed on true
where r.store_id = vitrine.current_store() and r.payment = $1 and r.reference = $2 and $3 > r.refunded - disputed.amount + coalesce(told.amount, 0)
