-- refunds_parts() -> many Offence
-- A refund comes to its items with rounding and allowance, less what was withheld, and goes out in parts that sum to it; a part through a payment is a refund of that payment.
with items as (
    select refund, sum(gross) as gross from orders.refund_items where store_id = vitrine.current_store() group by refund
), parts as (
    select p.refund, sum(p.amount) filter (where not p.replaced) as amount,
           count(*) filter (where p.payment_refund is not null and (f.id is null or f.amount <> p.amount or (p.replaced and f.state <> 'failed'))) as strangers
    from orders.refund_parts p
    left join payments.refunds f on f.store_id = p.store_id and f.id = p.payment_refund
    where p.store_id = vitrine.current_store()
    group by p.refund
)
select vitrine.id_text('oref', r.id) as subject,
       format('over %s, but items come to %s with rounding %s and allowance %s less %s withheld, parts to %s, and %s parts are no such refund of a payment', r.amount, coalesce(i.gross, 0), r.rounding,
              r.allowance, r.withheld, coalesce(p.amount, 0), coalesce(p.strangers, 0)) as detail
from orders.refunds r
left join items i on i.refund = r.id
left join parts p on p.refund = r.id
where r.store_id = vitrine.current_store()
  and (coalesce(i.gross, 0) + r.rounding + r.allowance - r.withheld <> r.amount or coalesce(p.amount, 0) <> r.amount or coalesce(p.strangers, 0) > 0)
