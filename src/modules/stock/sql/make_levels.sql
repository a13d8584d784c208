-- make_levels(VariantId[] variant) -> count
insert into stock.levels (store_id, variant)
select vitrine.current_store(), w.variant
from (select distinct u.variant from unnest($1) as u (variant)) w
where not exists (select from stock.levels l where l.store_id = vitrine.current_store() and l.variant = w.variant)
order by w.variant
on conflict do nothing
