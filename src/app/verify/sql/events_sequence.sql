-- events_sequence() -> many Offence
-- News of one thing are numbered from 1 without a hole.
select aggregate as subject, format('%s pieces of news, numbered %s to %s', count(*), min(sequence), max(sequence)) as detail
from jobs.events
where store_id = vitrine.current_store()
group by aggregate
having min(sequence) <> 1 or max(sequence) <> count(*)
