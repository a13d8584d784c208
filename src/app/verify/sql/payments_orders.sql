-- payments_orders() -> many Offence
-- Every payment is of an order or of an edit of one, which names it, and every order names one of its own payments.
select vitrine.id_text('pay', p.id) as subject, format('%s, for %s, which is no order', p.state, p.order_ref) as detail
from payments.payments p
where p.store_id = vitrine.current_store()
  and not exists (select from orders.orders o where o.store_id = p.store_id and vitrine.id_text('ord', o.id) = p.order_ref)
  and not exists (select from orders.paid_edits e where e.store_id = p.store_id and vitrine.id_text('oedt', e.id) = p.order_ref and e.payment = p.id)
union all
select o.number, format('names %s, which is no payment of it', vitrine.id_text('pay', o.payment))
from orders.orders o
where o.store_id = vitrine.current_store()
  and not exists (select from payments.payments p where p.store_id = o.store_id and p.id = o.payment and p.order_ref = vitrine.id_text('ord', o.id))
