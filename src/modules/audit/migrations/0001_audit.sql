-- Who changed what, when, on which request, with the values before and after; written by triggers, so that no use case can forget it, and chained by hashes, so that nobody can change
-- it unnoticed afterwards. The runtime roles may read it; they write only through the functions below, which run as the owner and take nobody's word for who acts.
create schema audit;

-- Ids rise with time, as the program's own do: version 7 of RFC 9562.
create function audit.next_id() returns uuid
    language sql volatile parallel safe
    return encode(set_byte(substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) || substring(uuid_send(gen_random_uuid()) from 7),
                           6, get_byte(uuid_send(gen_random_uuid()), 6) & 15 | 112), 'hex')::uuid;

-- One change of one row, a note, or a statement that changed many rows (`rows` > 1: then before and after are fingerprints). `before` and `after` hold what differs;
-- what must not be kept (secrets, what a person may have deleted) stands there as "(not kept)".
create table audit.entries (
    store_id uuid not null,
    id uuid not null default audit.next_id(),
    at timestamptz not null default clock_timestamp(),
    actor text not null,
    role text not null,
    request_id text not null,
    action text not null check (action <> ''),
    subject text not null check (subject <> ''),
    key text not null,
    rows bigint not null default 1 check (rows > 0),
    before jsonb,
    after jsonb,
    digest bytea not null check (length(digest) = 32),
    primary key (store_id, id)
);
call vitrine.protect('audit.entries', 'select');
create index entries_of_subject on audit.entries (store_id, subject, id);
create index entries_of_key on audit.entries (store_id, key, id);
create index entries_of_actor on audit.entries (store_id, actor, id);
create index entries_of_request on audit.entries (store_id, request_id, id);

-- An entry's place in its store's chain: hash = SHA-256 over the predecessor's hash, the position and the entry's digest.
create table audit.links (
    store_id uuid not null,
    position bigint not null check (position > 0),
    entry uuid not null,
    previous bytea not null check (length(previous) = 32),
    hash bytea not null check (length(hash) = 32),
    primary key (store_id, position),
    constraint one_link_an_entry unique (store_id, entry)
);
call vitrine.protect('audit.links', 'select');

-- Entries that are not yet sealed. Written with them; taken by audit.seal.
create table audit.pending (
    store_id uuid not null,
    entry uuid not null,
    primary key (store_id, entry)
) with (autovacuum_vacuum_scale_factor = 0.02);
call vitrine.protect('audit.pending', 'select');
call vitrine.open_to_worker('audit.pending');

-- Where a store's chain stands: its last link, and the last link of what was removed after its year, from which the rest hangs.
create table audit.chains (
    store_id uuid not null primary key,
    position bigint not null default 0 check (position >= 0),
    hash bytea not null check (length(hash) = 32),
    sealed_at timestamptz not null default now(),
    trimmed_position bigint not null default 0,
    trimmed_hash bytea not null check (length(trimmed_hash) = 32),
    trimmed_at timestamptz,
    constraint trimmed_within_the_chain check (trimmed_position between 0 and position)
) with (fillfactor = 50);
call vitrine.protect('audit.chains', 'select');
call vitrine.open_to_worker('audit.chains');

-- The functions below act as the owner, on whom row security is forced as well.
do $$
declare
    place text;
begin
    foreach place in array array['entries', 'links', 'pending', 'chains'] loop
        execute format('create policy of_chain on audit.%I for all to %I using (true) with check (true)', place, current_user);
    end loop;
end $$;

-- The canonical form of an entry is the text of a JSON array of its columns, in this order, time in microseconds since 1970.
create function audit.digest_of(e audit.entries) returns bytea
    language sql stable parallel safe
    return sha256(convert_to(jsonb_build_array(e.store_id, e.id, (extract(epoch from e.at) * 1000000)::bigint, e.actor, e.role, e.request_id, e.action, e.subject, e.key, e.rows,
                                               e.before, e.after)::text, 'UTF8'));
create function audit.hash_of(previous bytea, place bigint, digest bytea) returns bytea
    language sql immutable parallel safe
    return sha256(previous || int8send(place) || digest);
-- What a store's first link hangs from.
create function audit.genesis(store uuid) returns bytea
    language sql immutable parallel safe
    return sha256(uuid_send(store));

create function audit.stamp() returns trigger
    language plpgsql as $$
begin
    new.digest := audit.digest_of(new);
    return new;
end $$;
create trigger entries_are_stamped before insert on audit.entries for each row execute function audit.stamp();

-- Who acts: as the program said at the start of the transaction, or the database's own user where somebody works past the program.
create function audit.actor() returns text
    language sql stable
    return coalesce(nullif(vitrine.current_actor(), ''), case when vitrine.current_role_name() = '' then 'database:' || session_user else vitrine.current_role_name() end);

create function audit.write(stores uuid[], what text, place text, keys text[], amounts bigint[], befores jsonb[], afters jsonb[]) returns void
    language sql
    begin atomic
        with added as (
            insert into audit.entries (store_id, actor, role, request_id, action, subject, key, rows, before, after, digest)
            select n.store_id, audit.actor(), coalesce(nullif(vitrine.current_role_name(), ''), 'database'), coalesce(current_setting('vitrine.request', true), ''), what, place, n.key, n.rows,
                   n.before, n.after, sha256('')
            from unnest(stores, keys, amounts, befores, afters) as n (store_id, key, rows, before, after)
            returning store_id, id
        )
        insert into audit.pending (store_id, entry) select added.store_id, added.id from added;
    end;

-- A row's own key within its store, as text.
create function audit.key_of(content jsonb, columns text[], hidden text[] default '{}') returns text
    language sql immutable parallel safe
    return coalesce((select string_agg(case when c.name = any (hidden) then '(not kept)' else content ->> c.name end, '/' order by c.turn) from unnest(columns) with ordinality as c (name, turn)), '');

-- What of a row goes into an entry: where there is another state of it, only what differs.
create function audit.kept(content jsonb, other jsonb, hidden text[]) returns jsonb
    language sql immutable parallel safe
    return (select jsonb_object_agg(c.key, case when c.value <> 'null' and c.key = any (hidden) then '"(not kept)"'::jsonb else c.value end)
            from jsonb_each(content) c
            where c.key not in ('store_id', 'updated_at', 'changed_at') and (other is null or other -> c.key is distinct from c.value));

-- The trigger of every table that is audited. Arguments: the columns of its key without the store, and those whose values are not kept.
create function audit.record() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    columns constant text[] := tg_argv[0]::text[];
    hidden constant text[] := tg_argv[1]::text[];
    place constant text := tg_table_schema || '.' || tg_table_name;
    itemised_up_to constant bigint := 100;
    amount bigint;
    stores uuid[]; keys text[]; amounts bigint[]; befores jsonb[]; afters jsonb[];
begin
    if tg_op = 'DELETE' then
        select count(*) into amount from before_rows;
    else
        select count(*) into amount from after_rows;
    end if;
    if amount = 0 then
        return null;
    end if;

    if amount > itemised_up_to then
        -- A file or a bulk change, which has a record of its own. The sum of the rows' hashes tells whether two sets of rows are alike, in whatever order.
        if tg_op <> 'INSERT' then
            select array_agg(s.store_id order by s.store_id), array_agg(s.amount order by s.store_id), array_agg(s.print order by s.store_id) into stores, amounts, befores
            from (select b.store_id, count(*) as amount, jsonb_build_object('fingerprint', sum(hashtextextended(b::text, 0))::text) as print from before_rows b group by b.store_id) s;
        end if;
        if tg_op <> 'DELETE' then
            select array_agg(s.store_id order by s.store_id), array_agg(s.amount order by s.store_id), array_agg(s.print order by s.store_id) into stores, amounts, afters
            from (select a.store_id, count(*) as amount, jsonb_build_object('fingerprint', sum(hashtextextended(a::text, 0))::text) as print from after_rows a group by a.store_id) s;
        end if;
        perform audit.write(stores, lower(tg_op), place, array_fill(''::text, array[cardinality(stores)]), amounts, befores, afters);
        return null;
    end if;

    if tg_op = 'INSERT' then
        select array_agg(a.store_id), array_agg(audit.key_of(to_jsonb(a), columns, hidden)), array_agg(audit.kept(to_jsonb(a), null, hidden)) into stores, keys, afters from after_rows a;
    elsif tg_op = 'DELETE' then
        select array_agg(b.store_id), array_agg(audit.key_of(to_jsonb(b), columns, hidden)), array_agg(audit.kept(to_jsonb(b), null, hidden)) into stores, keys, befores from before_rows b;
    else
        select array_agg(d.store_id), array_agg(d.key), array_agg(d.before), array_agg(d.after) into stores, keys, befores, afters
        from (select coalesce(o.store_id, n.store_id) as store_id, audit.key_of(coalesce(n.content, o.content), columns, hidden) as key, audit.kept(o.content, n.content, hidden) as before, audit.kept(n.content, o.content, hidden) as after
              from (select b.store_id, to_jsonb(b) as content, audit.key_of(to_jsonb(b), columns) as key from before_rows b) o
              full join (select a.store_id, to_jsonb(a) as content, audit.key_of(to_jsonb(a), columns) as key from after_rows a) n on n.store_id = o.store_id and n.key = o.key) d
        where d.before is not null or d.after is not null;
    end if;
    if stores is not null then
        perform audit.write(stores, lower(tg_op), place, keys, array_fill(1::bigint, array[cardinality(stores)]), befores, afters);
    end if;
    return null;
end $$;
revoke execute on function audit.record() from public;
revoke execute on function audit.write(uuid[], text, text, text[], bigint[], jsonb[], jsonb[]) from public;

-- Call it after vitrine.protect: from then on changes of the table are in the audit log. `whose`: 'everybody' but shoppers, or 'staff' alone, for tables that the system writes with every order.
-- Staff's work is a person's, a key's, the command line's or that of somebody past the program: not a shopper's, and no job of ours. The condition is written out, because a function of our own
-- would be read anew with every statement of a shopper.
-- `hidden`: columns whose values are not kept: secrets, and what tells of a person, because entries cannot be forgotten when a person is.
create procedure vitrine.audit(place regclass, whose text default 'everybody', hidden text[] default '{}')
    language plpgsql as $$
declare
    verb text;
    columns text[] := (select coalesce(array_agg(a.attname::text order by k.turn), '{}')
                       from pg_index i cross join unnest(i.indkey::smallint[]) with ordinality as k (number, turn) join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
                       where i.indrelid = place and i.indisprimary and a.attname <> 'store_id');
    role constant text := 'coalesce(current_setting(''vitrine.role'', true), '''')';
    actor constant text := 'coalesce(current_setting(''vitrine.actor'', true), '''')';
    condition text := case whose when 'everybody' then role || ' not in (''guest'', ''customer'')'
                                 when 'staff' then role || ' in (''staff'', '''') and ' || actor || ' not like ''job:%'' or ' || actor || ' = ''cli''' end;
    unknown text := (select h.name from unnest(hidden) as h (name) where not exists (select from pg_attribute a where a.attrelid = place and a.attname = h.name) limit 1);
begin
    if condition is null then
        raise exception 'whose changes of % are audited: everybody''s or staff''s?', place;
    end if;
    if unknown is not null then
        raise exception '% has no column %', place, unknown;
    end if;
    foreach verb in array array['insert', 'update', 'delete'] loop
        execute format('create trigger %I after %s on %s referencing %s for each statement when (%s) execute function audit.record(%L, %L)', 'audit_' || verb, verb, place,
                       case verb when 'insert' then 'new table as after_rows' when 'delete' then 'old table as before_rows' else 'old table as before_rows new table as after_rows' end,
                       condition, columns, hidden);
    end loop;
end $$;

-- What is no change of a row and still to be known: who looked at what, who ran what.
create function audit.note(what text, place text, key text, before jsonb, after jsonb) returns boolean
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform audit.write(array[vitrine.current_store()], what, place, array[key], array[1::bigint], array[before], array[after]);
    return true;
end $$;

-- Chains up to so many entries of the running transaction's store behind its last link, in the order in which they were written, and gives the chain's new end. Only one transaction at a time
-- does so for a store; another one finds nothing to do. No transaction that changes anything waits for it.
create function audit.seal(most bigint) returns table (sealed bigint, place bigint, head bytea)
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me constant uuid := vitrine.current_store();
    chain record;
    waiting record;
    entries uuid[] := '{}'; befores bytea[] := '{}'; hashes bytea[] := '{}';
begin
    if me is null then
        raise exception 'a chain belongs to a store' using errcode = 'insufficient_privilege';
    end if;
    insert into audit.chains (store_id, hash, trimmed_hash) values (me, audit.genesis(me), audit.genesis(me)) on conflict do nothing;
    select c.position, c.hash into chain from audit.chains c where c.store_id = me for update skip locked;
    if not found then
        return;
    end if;
    head := chain.hash;
    place := chain.position;
    sealed := 0;
    for waiting in
        select p.entry, e.digest from audit.pending p join audit.entries e on e.store_id = p.store_id and e.id = p.entry where p.store_id = me order by p.entry limit most
    loop
        entries := entries || waiting.entry;
        befores := befores || head;
        place := place + 1;
        sealed := sealed + 1;
        head := audit.hash_of(head, place, waiting.digest);
        hashes := hashes || head;
    end loop;
    if sealed > 0 then
        insert into audit.links (store_id, position, entry, previous, hash)
        select me, chain.position + s.step, s.entry, s.previous, s.hash from unnest(entries, befores, hashes) with ordinality as s (entry, previous, hash, step);
        delete from audit.pending p where p.store_id = me and p.entry = any (entries);
        update audit.chains c set position = place, hash = head, sealed_at = now() where c.store_id = me;
    end if;
    return next;
end $$;

-- Every link of the running transaction's store from one position to another that does not hold, and what is wrong with it, in the chain's order; then entries outside the chain.
-- `fault`: altered (the entry is not what was written), removed (an entry, or links, are gone), moved (it does not follow its predecessor), inserted (nobody wrote it here).
-- Reads with the caller's rights.
create function audit.faults(after_position bigint, up_to_position bigint) returns table (place bigint, entry uuid, fault text)
    language sql stable as $$
    select w.position, w.entry, w.fault
    from (select l.position, l.entry,
                 case when l.position > c.position then 'inserted'
                      when l.position <> lag(l.position, 1, greatest(c.trimmed_position, after_position)) over (order by l.position) + 1 then 'removed_before'
                      when e.id is null then 'removed'
                      when audit.digest_of(e) <> e.digest then 'altered'
                      when l.previous <> lag(l.hash) over (order by l.position) or (l.position = c.trimmed_position + 1 and l.previous <> c.trimmed_hash) then 'moved'
                      when l.hash <> audit.hash_of(l.previous, l.position, e.digest) then 'altered'
                      when l.position = c.position and l.hash <> c.hash then 'altered' end as fault
          from audit.links l
          join audit.chains c on c.store_id = l.store_id
          left join audit.entries e on e.store_id = l.store_id and e.id = l.entry
          where l.store_id = vitrine.current_store() and l.position > after_position and l.position <= up_to_position) w
    where w.fault is not null
    order by w.position
$$;

-- Takes off the oldest part of the running transaction's chain: whole months, each over for a year, at most so many entries, none that does not hold. What hangs behind it is still proved, from the
-- hash that is kept of the last one. Gives how many went.
create function audit.trim(most bigint) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me constant uuid := vitrine.current_store();
    chain record;
    until constant timestamptz := date_trunc('month', now() - interval '1 year', 'UTC');
    last bigint;
begin
    select c.trimmed_position into chain from audit.chains c where c.store_id = me for update skip locked;
    if not found then
        return 0;
    end if;
    select coalesce(min(w.position) filter (where w.at is null or w.at >= until) - 1, max(w.position)) into last
    from (select l.position, e.at from audit.links l left join audit.entries e on e.store_id = l.store_id and e.id = l.entry
          where l.store_id = me and l.position > chain.trimmed_position order by l.position limit most) w;
    if coalesce(last, 0) <= chain.trimmed_position then
        return 0;
    end if;
    if exists (select from audit.faults(chain.trimmed_position, last)) then
        raise exception 'the audit log of store % was tampered with; what is wrong is kept, see vitrine verify audit', me using errcode = 'VA001';
    end if;
    update audit.chains c set trimmed_position = last, trimmed_hash = (select l.hash from audit.links l where l.store_id = me and l.position = last), trimmed_at = now() where c.store_id = me;
    delete from audit.entries e using audit.links l where l.store_id = me and l.position > chain.trimmed_position and l.position <= last and e.store_id = me and e.id = l.entry;
    delete from audit.links l where l.store_id = me and l.position <= last;
    return last - chain.trimmed_position;
end $$;

-- What staff do with parked jobs. A trigger of its own, that asks for the row's state first: no other table is written as often.
create function audit.record_parked() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    hidden constant text[] := '{payload,last_error,lease,lease_until,number}';
begin
    perform audit.write(array[old.store_id], lower(tg_op), 'jobs.jobs', array[old.id::text], array[1::bigint],
                        array[audit.kept(to_jsonb(old), case when tg_op = 'UPDATE' then to_jsonb(new) end, hidden)], array[case when tg_op = 'UPDATE' then audit.kept(to_jsonb(new), to_jsonb(old), hidden) end]);
    return null;
end $$;
revoke execute on function audit.record_parked() from public;
create trigger audit_parked after update or delete on jobs.jobs for each row
    when (old.state = 'parked' and (coalesce(current_setting('vitrine.role', true), '') in ('staff', '') or coalesce(current_setting('vitrine.actor', true), '') = 'cli'))
    execute function audit.record_parked();
