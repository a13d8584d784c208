-- ended_sessions(i64 within_s) -> many EndedSession
-- For the worker role: all stores. By the database's own clock, which also wrote when they ended.
select id, ends_at
from accounts.sessions
where ended_at > clock_timestamp() - make_interval(secs => $1) and ends_at > now()
