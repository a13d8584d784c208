-- Searches are kept without who made them; what was typed may still name somebody. Whole names, mailboxes, streets and numbers only: a name in part is a word like others.
create function search.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
declare
    touched bigint;
begin
    delete from search.queries q
    where q.store_id = vitrine.current_store()
      and exists (select from unnest(who.words) as w (word) where w.word ~ '[@ ]|^[+]?[0-9.:]{6,}' and length(w.word) >= 6 and position(lower(w.word) in lower(q.query)) > 0);
    get diagnostics touched = row_count;
    return touched;
end $$;
