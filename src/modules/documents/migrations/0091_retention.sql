-- What is kept for a time only: see privacy/migrations/0002_retention.sql. Seals have an end of their own.
create function documents.expire_personal(days jsonb, moment timestamptz, at_most integer) returns table (kind text, touched bigint)
    language plpgsql as $$
begin
    update documents.documents d set sealed = null
    where d.store_id = vitrine.current_store()
      and d.id in (select o.id from documents.documents o where o.store_id = vitrine.current_store() and o.sealed is not null and o.sealed_until < moment order by o.sealed_until limit at_most);
    get diagnostics touched = row_count;
    kind := 'seals';
    return next;
end $$;
