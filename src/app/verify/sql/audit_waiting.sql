-- audit_waiting() -> many Offence
select 'audit.entries' as subject, count(*) || ' have waited for minutes to be sealed; is a process of the shop up?' as detail
from audit.pending p
join audit.entries e on e.store_id = p.store_id and e.id = p.entry
where p.store_id = vitrine.current_store() and e.at < now() - interval '10 minutes'
having count(*) > 0
