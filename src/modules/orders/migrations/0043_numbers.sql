-- Many numbers in one call, and without a subtransaction: the sequence is looked for, not missed. Processes of the version before still call
-- next_number, so it stays.
create function orders.next_numbers(count bigint) returns setof bigint
    language plpgsql security definer set search_path = pg_catalog, orders as $$
declare
    sequence_name constant text := 'orders.numbers_' || replace(vitrine.current_store()::text, '-', '');
begin
    if to_regclass(sequence_name) is null then
        begin
            execute 'create sequence if not exists ' || sequence_name || ' start 100001';
        exception when unique_violation or duplicate_table then
            null;  -- two first orders at once: the other one made it
        end;
    end if;
    return query select nextval(sequence_name::regclass) from generate_series(1, count);
end $$;
