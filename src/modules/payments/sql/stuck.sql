-- stuck(text[] pays_later, instant now, PaymentId? before, i64 most) -> many StuckRow
-- Payments whose end should be known by now: never opened at their gateway, authorised and not captured, or past their window. What was promised for the door, or waits to be
-- captured on demand, waits rightly.
with seen as (
    select p.id, p.order_ref, p.order_number, p.method, p.amount, p.currency, p.state, p.failure, p.pay_by, p.created_at,
           case when p.state = 'created' and p.created_at < $2 - interval '5 minutes' then 'never_started'
                when p.state = 'authorized' and p.method <> all ($1) and (p.capture_by is null or p.capture_by < $2) and p.changed_at < $2 - interval '15 minutes' then 'not_captured'
                when p.state in ('created', 'pending') and p.pay_by < $2 - interval '15 minutes' then 'not_closed'
           end as why
    from payments.payments p
    where p.store_id = vitrine.current_store() and p.state in ('created', 'pending', 'authorized') and ($3 is null or p.id < $3)
)
select s.id, s.order_ref, s.order_number, s.method, s.amount, s.currency, s.state, s.failure, s.pay_by, s.created_at, s.why
from seen s
where s.why is not null
order by s.id desc
limit $4
