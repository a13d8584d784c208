-- tenders_balances() -> many Offence
-- A balance is what its movements sum to.
select vitrine.id_text('tender', a.id) as subject, format('holds %s %s, movements sum to %s', a.balance, a.currency, coalesce(sum(m.amount), 0)) as detail
from tenders.accounts a
left join tenders.movements m on m.store_id = a.store_id and m.account = a.id
where a.store_id = vitrine.current_store()
group by a.id, a.balance, a.currency
having a.balance <> coalesce(sum(m.amount), 0)
