-- places_of(VariantId variant) -> many PlaceRow
select w.id as warehouse, w.code, w.name, coalesce(s.on_hand, 0) as on_hand,
       (select coalesce(sum(a.quantity - a.shipped), 0) from stock.allocations a
        where a.store_id = w.store_id and a.warehouse = w.id and a.variant = $1 and a.shipped < a.quantity)::bigint as to_ship,
       (select coalesce(sum(l.quantity - l.received - l.missing), 0) from stock.transfers t join stock.transfer_lines l on l.store_id = t.store_id and l.transfer = t.id
        where t.store_id = w.store_id and t.target = w.id and t.state in ('sent', 'partial') and l.variant = $1)::bigint as incoming
from stock.warehouses w
left join stock.shelves s on s.store_id = w.store_id and s.warehouse = w.id and s.variant = $1
where w.store_id = vitrine.current_store()
order by w.priority, w.id
