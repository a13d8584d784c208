-- payments_money() -> many PaymentMoney
select p.id, p.method, p.state, p.amount as asked,
       coalesce((select sum(r.amount) from payments.receipts r where r.store_id = p.store_id and r.payment = p.id), 0)::bigint as taken,
       coalesce((select sum(f.amount) from payments.refunds f where f.store_id = p.store_id and f.payment = p.id and f.state = 'succeeded'), 0)::bigint as given_back,
       (select count(*) from payments.receipts r where r.store_id = p.store_id and r.order_ref = p.order_ref and r.use = 'order') as captures,
       (select count(*) from jobs.events e
        where e.store_id = p.store_id and e.aggregate = vitrine.id_text('pay', p.id) and e.name = 'payments.succeeded') as announced
from payments.payments p
where p.store_id = vitrine.current_store()
order by p.id
