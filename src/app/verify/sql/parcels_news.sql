-- parcels_news() -> many Offence
-- No news of a parcel leads out of an end, and each begins where the one before it ended.
with told as (
    select e.aggregate, e.sequence, e.payload ->> 'order_number' as number, e.payload ->> 'from' as came_from, e.payload ->> 'to' as went_to,
           lag(e.payload ->> 'to', 1, 'planned') over (partition by e.aggregate order by e.sequence) as stood
    from jobs.events e
    where e.store_id = vitrine.current_store() and e.name = 'fulfilment.parcel_moved'
)
select t.number || ' ' || t.aggregate as subject, format('news %s: from %s to %s, where it stood at %s', t.sequence, t.came_from, t.went_to, t.stood) as detail
from told t
where t.came_from <> t.stood or t.stood in ('delivered', 'returned', 'lost', 'cancelled')
