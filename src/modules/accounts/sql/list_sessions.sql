-- list_sessions(uuid person, instant now) -> many SessionRow
select id, agent, network, how, opened_at, seen_at, ends_at
from accounts.sessions
where store_id = vitrine.current_store() and person = $1 and ended_at is null and ends_at > $2
order by opened_at desc, id desc
limit 100
