-- ledger_refunds() -> many Offence
-- What the books owe as refunds is what was granted and has not reached the buyer yet.
with owed as (
    select currency, -sum(minor) as minor
    from ledger.lines
    where store_id = vitrine.current_store() and account = 'refunds'
    group by currency
), waiting as (
    select r.currency, sum(p.amount) as minor
    from orders.refund_parts p
    join orders.refunds r on r.store_id = p.store_id and r.id = p.refund and r.withdrawn_at is null
    join payments.refunds f on f.store_id = p.store_id and f.id = p.payment_refund and f.state <> 'succeeded'
    where p.store_id = vitrine.current_store() and not p.replaced
    group by r.currency
)
select 'refunds ' || currency as subject, format('the books owe %s, refunds over %s are under way', coalesce(owed.minor, 0), coalesce(waiting.minor, 0)) as detail
from owed full join waiting using (currency)
where coalesce(owed.minor, 0) <> coalesce(waiting.minor, 0)
