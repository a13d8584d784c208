-- Invoices and credit notes of a person who was forgotten. The law keeps them for years: the paper as it was stands sealed (libsodium, a key that is not in the database) until
-- then, and what can be read has nobody's name on it.
alter table documents.documents
    add column sealed bytea,
    add column sealed_until timestamptz,
    add constraint seals_have_an_end check (sealed is null or sealed_until is not null);
create index documents_sealed on documents.documents (store_id, sealed_until) where sealed is not null;

create function documents.personal_refs(who vitrine.person) returns table (ref text, id uuid)
    language sql stable
    begin atomic
        select vitrine.id_text('doc', d.id), d.id from documents.documents d where d.store_id = vitrine.current_store() and d.order_id = any (who.ids);
    end;

create function documents.personal_words(who vitrine.person) returns setof text
    language sql stable
    begin atomic
        select d.paper #>> '{buyer,name}' from documents.documents d where d.store_id = vitrine.current_store() and d.id = any (who.ids)
        union
        select l.line from documents.documents d, jsonb_array_elements_text(d.paper #> '{ship_to,lines}') with ordinality as l (line, place)
        where d.store_id = vitrine.current_store() and d.id = any (who.ids) and l.place = 1;
    end;

create function documents.personal_data(who vitrine.person) returns jsonb
    language sql stable
    begin atomic
        select jsonb_build_object('documents', (select jsonb_agg(to_jsonb(d)) from (select n.kind, n.number, n.day, n.total, n.currency, n.paper
                                                                                     from documents.documents n where n.store_id = vitrine.current_store() and n.id = any (who.ids) order by n.issued_at) d));
    end;

-- Papers of these orders that are not sealed yet, to be sealed by the program, which has the key.
create function documents.papers_of(mailboxes text[], account uuid, keys text[]) returns table (id uuid, paper jsonb, issued_at timestamptz)
    language sql stable security definer set search_path = pg_catalog
    begin atomic
        select d.id, d.paper, d.issued_at
        from vitrine.find_person(account, mailboxes, keys) as w (customer, mailboxes, keys, ids, refs, words)
        join documents.documents d on d.store_id = vitrine.current_store() and d.id = any (w.ids)
        where d.sealed_until is null
        order by d.id;
    end;

-- Puts the sealed paper beside the one that is read, and takes the buyer off that one. Amounts, goods, numbers and days stay as they were issued. Once.
create function documents.seal_papers(ids uuid[], seals bytea[], untils timestamptz[]) returns bigint
    language plpgsql security definer set search_path = pg_catalog as $$
declare
    touched bigint;
begin
    update documents.documents d
    set sealed = s.seal, sealed_until = s.until,
        paper = (d.paper - 'ship_to') || jsonb_build_object('buyer', jsonb_build_object('name', 'Erased', 'lines', '[]'::jsonb))
    from unnest(ids, seals, untils) as s (id, seal, until)
    where d.store_id = vitrine.current_store() and d.id = s.id and d.sealed_until is null and length(s.seal) > 40;
    get diagnostics touched = row_count;
    return touched;
end $$;

-- Everything that is not sealed would show: whoever forgets a person seals first.
create function documents.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
begin
    if exists (select from documents.documents d where d.store_id = vitrine.current_store() and d.id = any (who.ids) and d.sealed_until is null) then
        raise exception 'a paper of this person is not sealed' using errcode = 'VF002';
    end if;
    update documents.documents set paper = vitrine.redact_json(paper, who.words, stand_in)
    where store_id = vitrine.current_store() and id = any (who.ids) and paper is distinct from vitrine.redact_json(paper, who.words, stand_in);
    return cardinality(who.ids);
end $$;
