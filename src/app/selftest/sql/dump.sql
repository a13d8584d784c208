-- dump(text[] left_out) -> many DumpedTable
-- All tables of the database with all their rows, in a fixed order, but for those named. For the owner: others see only what they may.
select n.nspname || '.' || c.relname as name,
       query_to_xml(format('select t::text as line from %I.%I t order by 1', n.nspname, c.relname), true, true, '')::text as lines
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and n.nspname not like 'pg\_%' and n.nspname <> 'information_schema' and not (n.nspname || '.' || c.relname) = any($1)
order by 1
