-- waiting(text[] pays_later, instant now) -> many WaitingRow
-- How much waits for somebody, by gateway: the figures of the alerts. Read from what is unfinished only.
with open_ones as (
    select p.method as gateway, count(*) as stuck
    from payments.payments p
    where p.store_id = vitrine.current_store()
      and (p.state = 'created' and p.created_at < $2 - interval '5 minutes'
           or p.state = 'authorized' and p.method <> all ($1) and (p.capture_by is null or p.capture_by < $2) and p.changed_at < $2 - interval '15 minutes'
           or p.state in ('created', 'pending') and p.pay_by < $2 - interval '15 minutes')
    group by p.method
), inbox as (
    select w.gateway, count(*) filter (where w.state = 'quarantined') as quarantined, count(*) filter (where w.state = 'received') as unworked
    from payments.webhook_inbox w
    where w.store_id = vitrine.current_store() and w.state in ('received', 'quarantined')
    group by w.gateway
), surplus as (
    select p.method as gateway, count(*) as surplus
    from payments.receipts r
    join payments.payments p on p.store_id = vitrine.current_store() and p.id = r.payment
    where r.store_id = vitrine.current_store() and r.use = 'surplus'
      and r.amount > (select coalesce(sum(f.amount), 0)
                      from payments.refunds f
                      where f.store_id = vitrine.current_store() and f.payment = r.payment and f.reference = r.reference and f.state = 'succeeded')
    group by p.method
)
select gateway, coalesce(o.stuck, 0) as stuck, coalesce(i.quarantined, 0) as quarantined, coalesce(i.unworked, 0) as unworked, coalesce(s.surplus, 0) as surplus
from open_ones o full join inbox i using (gateway) full join surplus s using (gateway)
order by gateway
