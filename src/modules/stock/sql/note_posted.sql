-- note_posted(CountId id, VariantId[] variant, i64[] posted) -> count
update stock.count_lines l
set posted = p.posted
from unnest($2, $3) as p (variant, posted)
where l.store_id = vitrine.current_store() and l.count_id = $1 and l.variant = p.variant
