-- audit_chain() -> many Offence
-- First what does not hold in the chain, in its order; then entries that stand outside of it.
with chain_fault as (
    select f.place, f.entry, f.fault
    from audit.faults(0, 9223372036854775807) f
),
chain_end as (
    select l.last, c.position
    from audit.chains c
    cross join lateral (select coalesce(max(k.position), c.trimmed_position) as last from audit.links k where k.store_id = c.store_id) l
    where c.store_id = vitrine.current_store()
),
found as (
    select f.place, vitrine.id_text('aud', f.entry) as subject, case f.fault
        when 'altered' then 'altered: entry or link ' || f.place || ' is not what was written'
        when 'removed' then 'removed: link ' || f.place || ' has no entry any more'
        when 'removed_before' then 'removed: what stood before this one, at position ' || f.place - 1 || ', is gone'
        when 'moved' then 'moved: link ' || f.place || ' does not follow the one before it'
        else 'inserted: link ' || f.place || ' stands behind the end of the chain' end as detail
    from chain_fault f
    union all
    select e.last + 1, 'position ' || e.last + 1, 'removed: the chain went on to position ' || e.position from chain_end e where e.last < e.position
    union all
    select min(l.position), 'position ' || min(l.position), 'removed: where this chain ends is known no more' from audit.links l
    where l.store_id = vitrine.current_store() and not exists (select from chain_end) having count(*) > 0
    union all
    select 9223372036854775807, vitrine.id_text('aud', e.id), 'inserted: nobody wrote this entry, or its link was removed' from audit.entries e
    where e.store_id = vitrine.current_store()
      and not exists (select from audit.links l where l.store_id = e.store_id and l.entry = e.id)
      and not exists (select from audit.pending p where p.store_id = e.store_id and p.entry = e.id)
    union all
    select 9223372036854775807, vitrine.id_text('aud', e.id), 'altered: this entry, not yet sealed, is not what was written' from audit.entries e
    join audit.pending p on p.store_id = e.store_id and p.entry = e.id
    where e.store_id = vitrine.current_store() and audit.digest_of(e) <> e.digest
    union all
    select 9223372036854775807, vitrine.id_text('aud', p.entry), 'removed: the entry went before it was sealed' from audit.pending p
    where p.store_id = vitrine.current_store() and not exists (select from audit.entries e where e.store_id = p.store_id and e.id = p.entry)
)
select f.subject, f.detail
from found f
order by f.place, f.subject
limit 100
