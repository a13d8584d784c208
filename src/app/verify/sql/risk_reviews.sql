-- risk_reviews() -> many Offence
-- An order on hold waits for an open review, and an open review is of an order on hold; a review just decided may have its order's move still in line.
with held as (
    select o.number, vitrine.id_text('ord', o.id) as order_ref, o.state from orders.orders o where o.store_id = vitrine.current_store()
), open_reviews as (
    select r.order_ref, vitrine.id_text('rvw', r.id) as review from risk.reviews r where r.store_id = vitrine.current_store() and r.state = 'open'
)
select held.number as subject, 'on hold, but no review is open' as detail
from held
where held.state = 'on_hold' and not exists (select from open_reviews o where o.order_ref = held.order_ref)
  and not exists (select from risk.reviews r
                  join jobs.jobs j on j.store_id = r.store_id and j.aggregate = vitrine.id_text('rvw', r.id)
                  where r.store_id = vitrine.current_store() and r.order_ref = held.order_ref and j.kind = 'orders.follow_review' and j.state <> 'parked')
union all
select coalesce(held.number, o.order_ref), format('%s, but review %s is open', coalesce(held.state, 'no such order'), o.review)
from open_reviews o
left join held on held.order_ref = o.order_ref
where held.state is distinct from 'on_hold'
