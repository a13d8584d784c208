-- risk_reviews() -> many Offence
-- An order that is on hold for a review has an open one, and an open review is of an order on hold; of a review just decided the order's move may be still in line.
with held as (
    select o.number, vitrine.id_text('ord', o.id) as order_ref
    from orders.orders o
    where o.store_id = vitrine.current_store() and o.state = 'on_hold'
      and (select t.reason from orders.timeline t
           where t.store_id = o.store_id and t.order_id = o.id and t.state = 'on_hold' order by t.position desc limit 1) = 'waits for review'
), open_reviews as (
    select r.order_ref, r.order_number, vitrine.id_text('rvw', r.id) as review
    from risk.reviews r
    where r.store_id = vitrine.current_store() and r.state = 'open'
)
select held.number as subject, 'on hold, but no review is open' as detail
from held
where not exists (select from open_reviews o where o.order_ref = held.order_ref)
  and not exists (select from risk.reviews r
                  join jobs.jobs j on j.store_id = r.store_id and j.aggregate = vitrine.id_text('rvw', r.id)
                  where r.store_id = vitrine.current_store() and r.order_ref = held.order_ref and j.kind = 'orders.follow_review' and j.state <> 'parked')
union all
select o.order_number, format('review %s is open, but the order is not on hold', o.review)
from open_reviews o
where not exists (select from held where held.order_ref = o.order_ref)
