-- former_slugs(uuid target) -> many FormerSlug
select slug, renamed_at
from catalog.slug_history
where store_id = vitrine.current_store() and target_id = $1
order by renamed_at desc, slug
