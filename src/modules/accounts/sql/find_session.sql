-- find_session(SessionId id) -> maybe SessionRow
select id, agent, network, how, opened_at, seen_at, ends_at
from accounts.sessions
where store_id = vitrine.current_store() and id = $1
