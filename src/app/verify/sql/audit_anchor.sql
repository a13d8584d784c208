-- audit_anchor(i64 position, bytes hash) -> many Offence
-- An end of the chain that was noted outside: what is behind may have grown, what is before cannot have changed. A position that was taken off after its year proves nothing any more.
select 'position ' || $1 as subject, case when l.hash is null then 'removed: the chain ended here once' else 'altered: the chain ended here once with another hash' end as detail
from (select vitrine.current_store() as store_id) s
left join audit.links l on l.store_id = s.store_id and l.position = $1
left join audit.chains c on c.store_id = s.store_id
where $1 > coalesce(c.trimmed_position, 0) and l.hash is distinct from $2
