-- payments_transfers() -> many Offence
-- What was counted of a payment's transfers is in its receipts once it is closed, and in the books as a deposit while it waits. Two people means two.
with counted as (
    select t.payment, t.currency, sum(t.amount) as minor, bool_or(t.two_people and t.decided_by is not distinct from t.marked_by) as by_one
    from payments.transfers t
    where t.store_id = vitrine.current_store() and t.state = 'counted'
    group by t.payment, t.currency
), received as (
    select r.payment, sum(r.amount) as minor
    from payments.receipts r
    where r.store_id = vitrine.current_store()
    group by r.payment
)
select vitrine.id_text('pay', p.id) as subject, format('%s, transfers of %s were counted, receipts say %s%s', p.state, c.minor, coalesce(r.minor, 0), case when c.by_one then ', one by one person alone' else '' end) as detail
from counted c
join payments.payments p on p.store_id = vitrine.current_store() and p.id = c.payment
left join received r on r.payment = c.payment
where c.by_one or coalesce(r.minor, 0) <> case when p.state in ('created', 'pending', 'authorized') then 0 else c.minor end
union all
select 'deposits ' || b.currency, format('the books hold %s, transfers that wait come to %s', b.minor, b.waiting)
from (select coalesce(l.currency, w.currency) as currency, coalesce(l.minor, 0) as minor, coalesce(w.minor, 0) as waiting
      from (select currency, -sum(minor) as minor from ledger.lines where store_id = vitrine.current_store() and account = 'deposits' group by currency) l
      full join (select c.currency, sum(c.minor) as minor
                 from counted c
                 join payments.payments p on p.store_id = vitrine.current_store() and p.id = c.payment and p.state in ('created', 'pending', 'authorized')
                 group by c.currency) w using (currency)) b
where b.minor <> b.waiting
