-- What a store knows of a person, and how it forgets them. Each schema says for itself what it holds, by functions of fixed names that take a vitrine.person:
--   personal_refs(who) returns table (ref text, id uuid)   what belongs to the person: orders, payments, …
--   personal_words(who) returns setof text                 what names the person in it: mailboxes, names, streets, numbers, networks
--   personal_bounds(who) returns table (code text, what text)   why the person cannot be forgotten yet
--   personal_data(who) returns jsonb                       what the person is given of it
--   erase_personal(who, stand_in text) returns bigint      takes the person out; gives how many rows were touched
-- A schema without one of them has nothing of that kind. They run with the owner's rights, called by the functions below alone, within the running transaction's store.
create type vitrine.person as (
    customer uuid,        -- the account; null: a mailbox without one
    mailboxes text[],     -- lower case
    keys text[],          -- the forms in which modules compare mailboxes
    ids uuid[],
    refs text[],
    words text[]          -- longest first
);

-- Tables are forced to hide rows from their owner, too; the functions below see the running transaction's store.
create procedure vitrine.open_to_owner(place regclass)
    language plpgsql as $$
begin
    execute format('create policy of_owner on %s for all to current_user using (store_id = vitrine.current_store()) with check (store_id = vitrine.current_store())', place);
end $$;

create or replace procedure vitrine.protect(place regclass, verbs text default 'select, insert, update, delete')
    language plpgsql as $$
declare
    schema_name text := (select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = place);
begin
    execute format('alter table %s enable row level security', place);
    execute format('alter table %s force row level security', place);
    execute format('create policy of_store on %s for all to vitrine_app using (store_id = vitrine.current_store()) with check (store_id = vitrine.current_store())', place);
    execute format('grant usage on schema %I to vitrine_app, vitrine_worker', schema_name);
    execute format('grant %s on %s to vitrine_app', verbs, place);
    call vitrine.open_to_owner(place);
end $$;

do $$
declare
    place regclass;
begin
    for place in select p.polrelid from pg_policy p where p.polname = 'of_store' loop
        call vitrine.open_to_owner(place);
    end loop;
end $$;

-- What stands where a word of the person stood: of the same kind, so that what is read as an address or a number still can be.
create function vitrine.erased(word text, stand_in text) returns text
    language sql immutable parallel safe
    return case when word like '%@%' then stand_in
                when word ~ '^[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+' then '0.0.0.0'
                when word ~ '^[0-9a-f]*:[0-9a-f:]+(/|$)' then '::'
                when word ~ '^[+]?[0-9]{6,}$' then '0000000'
                else 'Erased' end;

-- A text without the words, in whatever case they stand there as words of their own.
create function vitrine.redact(value text, words text[], stand_in text) returns text
    language plpgsql immutable parallel safe as $$
declare
    word text;
begin
    foreach word in array words loop
        if position(lower(word) in lower(value)) > 0 then
            value := regexp_replace(value,
                '(?i)' || case when word ~ '^\w' then '\m' else '' end || regexp_replace(word, '([^[:alnum:][:space:]])', '\\\1', 'g') || case when word ~ '\w$' then '\M' else '' end,
                vitrine.erased(word, stand_in), 'g');
        end if;
    end loop;
    return value;
end $$;

create function vitrine.redact_json(value jsonb, words text[], stand_in text) returns jsonb
    language plpgsql immutable parallel safe as $$
begin
    case jsonb_typeof(value)
        when 'string' then
            return to_jsonb(vitrine.redact(value #>> '{}', words, stand_in));
        when 'array' then
            return (select coalesce(jsonb_agg(vitrine.redact_json(e.element, words, stand_in) order by e.place), '[]') from jsonb_array_elements(value) with ordinality as e (element, place));
        when 'object' then
            return (select coalesce(jsonb_object_agg(e.name, vitrine.redact_json(e.element, words, stand_in)), '{}') from jsonb_each(value) as e (name, element));
        else
            return value;
    end case;
end $$;

-- An address of which only the country and the state are left: what taxes were reckoned by.
create function vitrine.erased_address(address jsonb) returns jsonb
    language sql immutable parallel safe
    return jsonb_strip_nulls(jsonb_build_object('name', 'Erased', 'line1', 'Erased', 'city', 'Erased', 'state', address -> 'state', 'country', address -> 'country'));

create function vitrine.address_words(address jsonb) returns setof text
    language sql immutable parallel safe
    begin atomic
        select address ->> m.member from unnest(array['name', 'line1', 'line2', 'phone', 'tax_number', 'email', 'address', 'street', 'address1', 'address2']) as m (member);
    end;

-- The schemas that have a function of this name about a person.
create function vitrine.schemas_with(wanted text) returns setof name
    language sql stable
    begin atomic
        select n.nspname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where p.proname = wanted and p.proargtypes[0] = 'vitrine.person'::regtype
        order by n.nspname;
    end;

-- Who somebody is in all of the store: what belongs to them, found from one thing to the next until nothing new comes, and what names them.
create function vitrine.find_person(account uuid, mailboxes text[], keys text[]) returns vitrine.person
    language plpgsql stable security definer set search_path = pg_catalog as $$
declare
    who vitrine.person;
    place name;
    more_refs text[];
    more_ids uuid[];
    more_words text[];
    known int := -1;
begin
    who.customer := account;
    who.mailboxes := mailboxes;
    who.keys := keys;
    who.ids := '{}';
    who.refs := '{}';
    who.words := mailboxes || keys;
    while cardinality(who.refs) > known loop
        known := cardinality(who.refs);
        for place in select s.place from vitrine.schemas_with('personal_refs') as s (place) loop
            execute format('select coalesce(array_agg(r.ref), ''{}''), coalesce(array_agg(r.id), ''{}'') from %I.personal_refs($1) as r (ref, id) where r.ref <> all ($2)', place)
            into more_refs, more_ids using who, who.refs;
            who.refs := who.refs || more_refs;
            who.ids := who.ids || more_ids;
        end loop;
    end loop;
    for place in select s.place from vitrine.schemas_with('personal_words') as s (place) loop
        execute format('select coalesce(array_agg(distinct w.word), ''{}'') from %I.personal_words($1) as w (word) where w.word is not null', place) into more_words using who;
        who.words := who.words || more_words;
    end loop;
    -- A name is said in parts, too; a mailbox in the case it was typed in, which comparing folds.
    select coalesce(array_agg(w.word order by length(w.word) desc, w.word), '{}') into who.words
    from (select distinct btrim(t.word) as word
          from (select all_words.word from unnest(who.words) as all_words (word)
                union all
                select parts.word from unnest(who.words) as whole (word), regexp_split_to_table(whole.word, '\s+') as parts (word)
                where whole.word !~ '[0-9@]' and length(parts.word) >= 4) t
          where length(btrim(t.word)) >= 3 and btrim(t.word) <> 'Erased') w;
    return who;
end $$;

create function vitrine.personal_data(account uuid, mailboxes text[], keys text[]) returns jsonb
    language plpgsql stable security definer set search_path = pg_catalog as $$
declare
    who vitrine.person := vitrine.find_person(account, mailboxes, keys);
    place name;
    part jsonb;
    whole jsonb := '{}';
begin
    for place in select s.place from vitrine.schemas_with('personal_data') as s (place) loop
        execute format('select %I.personal_data($1)', place) into part using who;
        whole := whole || jsonb_build_object(place, jsonb_strip_nulls(part));
    end loop;
    return whole;
end $$;

create function vitrine.personal_bounds(account uuid, mailboxes text[], keys text[]) returns table (code text, what text)
    language plpgsql stable security definer set search_path = pg_catalog as $$
declare
    who vitrine.person := vitrine.find_person(account, mailboxes, keys);
    place name;
begin
    for place in select s.place from vitrine.schemas_with('personal_bounds') as s (place) loop
        return query execute format('select b.code, b.what from %I.personal_bounds($1) as b (code, what)', place) using who;
    end loop;
end $$;

-- Takes a person out of all of the store. Refuses (VF001) while something binds them, looked at behind the locks of this transaction.
create function vitrine.erase_person(account uuid, mailboxes text[], keys text[], stand_in text) returns bigint
    language plpgsql security definer set search_path = pg_catalog as $$
declare
    who vitrine.person := vitrine.find_person(account, mailboxes, keys);
    place name;
    touched bigint;
    total bigint := 0;
begin
    if exists (select from vitrine.personal_bounds(account, mailboxes, keys)) then
        raise exception 'something is still open' using errcode = 'VF001';
    end if;
    for place in select s.place from vitrine.schemas_with('erase_personal') as s (place) loop
        execute format('select %I.erase_personal($1, $2)', place) into touched using who, stand_in;
        total := total + coalesce(touched, 0);
    end loop;
    return total;
end $$;
