-- remember_slug(text kind, text former, text slug, uuid target, instant now) -> count
-- The new name stops leading anywhere else; the old one leads to whoever had it last.
with taken_back as (
    delete from catalog.slug_history
    where store_id = vitrine.current_store() and kind = $1 and slug = $3
)
insert into catalog.slug_history (store_id, kind, slug, target_id, renamed_at)
values (vitrine.current_store(), $1, $2, $4, $5)
on conflict (store_id, kind, slug) do update set target_id = excluded.target_id, renamed_at = excluded.renamed_at
