-- suppliers_best() -> many Offence
-- What the shop sells of a piece is an offer that is listed, of this piece; and where an active supplier lists one, one is sold. A decision that is still in line is right either way.
select i.sku as subject, case when o.code is null then format('its best offer is not listed any more (%s)', i.best_code) else 'somebody offers it, and no offer is chosen' end as detail
from suppliers.items i
left join suppliers.offers o on o.store_id = i.store_id and o.supplier_id = i.best_supplier and o.code = i.best_code and o.item_id = i.id and o.is_listed
where i.store_id = vitrine.current_store()
  and ((i.best_code is not null and o.code is null)
       or (i.best_code is null and exists (select from suppliers.offers l
                                           join suppliers.suppliers s on s.store_id = l.store_id and s.id = l.supplier_id
                                           where l.store_id = i.store_id and l.item_id = i.id and l.is_listed and s.state = 'active')))
  and not exists (select from jobs.jobs j where j.store_id = i.store_id and j.kind = 'suppliers.rejudge')
