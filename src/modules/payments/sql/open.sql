-- open(PaymentId[] id, text[] order_ref, text[] order_number, text[] method, i64[] amount, Currency[] currency, text[] email, instant[] pay_by, State[] state, bool[] requires_3ds, instant now) -> count
insert into payments.payments (store_id, id, order_ref, order_number, attempt, method, amount, currency, email, pay_by, state, requires_3ds, created_at, changed_at)
select vitrine.current_store(), n.id, n.order_ref, n.order_number,
       coalesce((select max(p.attempt) from payments.payments p where p.store_id = vitrine.current_store() and p.order_ref = n.order_ref), 0) + 1,
       n.method, n.amount, n.currency, n.email, n.pay_by, n.state, n.requires_3ds, $11, $11
from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    as n (id, order_ref, order_number, method, amount, currency, email, pay_by, state, requires_3ds)
