-- News and jobs name what they are about by id; free text in them may name a person.
create function jobs.personal_data(who vitrine.person) returns jsonb
    language sql stable
    begin atomic
        select jsonb_build_object('what_happened', coalesce(jsonb_agg(to_jsonb(e) order by e.at), '[]'))
        from (select n.at, n.name, n.aggregate as about, n.payload
              from jobs.events n
              where n.store_id = vitrine.current_store() and n.aggregate = any (who.refs)) e;
    end;

create function jobs.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
declare
    touched bigint;
    total bigint := 0;
begin
    update jobs.events set payload = vitrine.redact_json(payload, who.words, stand_in)
    where store_id = vitrine.current_store() and aggregate = any (who.refs) and payload is distinct from vitrine.redact_json(payload, who.words, stand_in);
    get diagnostics touched = row_count;
    total := touched;
    -- Jobs are few: those that wait, and those that are parked with what went wrong.
    update jobs.jobs set payload = vitrine.redact_json(payload, who.words, stand_in), last_error = vitrine.redact(last_error, who.words, stand_in)
    where store_id = vitrine.current_store()
      and (payload is distinct from vitrine.redact_json(payload, who.words, stand_in) or last_error is distinct from vitrine.redact(last_error, who.words, stand_in));
    get diagnostics touched = row_count;
    return total + touched;
end $$;
