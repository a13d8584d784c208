-- feed_position() -> one FeedPosition
-- The database's name for all time (server, history, database), the oldest transaction still open, and the first not yet given out.
select (select system_identifier from pg_control_system())::text || '/' || (select timeline_id from pg_control_checkpoint())::text || '/' || d.oid::text as origin,
       pg_snapshot_xmin(pg_current_snapshot())::text as floor,
       pg_snapshot_xmax(pg_current_snapshot())::text as ceiling
from pg_database d
where d.datname = current_database()
