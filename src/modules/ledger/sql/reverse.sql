-- reverse(EntryId id, text kind, text reference, text as_kind) -> count
with original as (
    select p.id
    from ledger.postings p
    where p.store_id = vitrine.current_store() and p.kind = $2 and p.reference = $3
), posted as (
    insert into ledger.postings (store_id, id, kind, reference)
    select vitrine.current_store(), $1, $4, $3 from original
)
insert into ledger.lines (store_id, posting, position, account, currency, minor)
select vitrine.current_store(), $1, l.position, l.account, l.currency, -l.minor
from ledger.lines l
join original on original.id = l.posting
where l.store_id = vitrine.current_store()
