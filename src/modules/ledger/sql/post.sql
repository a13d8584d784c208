-- post(EntryId[] id, text[] kind, text[] reference, text[] actor, EntryId[] posting, i32[] position, text[] account, text[] currency, i64[] minor) -> count
with posted as (
    insert into ledger.postings (store_id, id, kind, reference, actor)
    select vitrine.current_store(), p.id, p.kind, p.reference, p.actor
    from unnest($1, $2, $3, $4) as p (id, kind, reference, actor)
)
insert into ledger.lines (store_id, posting, position, account, currency, minor)
select vitrine.current_store(), l.posting, l.position, l.account, l.currency, l.minor
from unnest($5, $6, $7, $8, $9) as l (posting, position, account, currency, minor)
