-- Stores before they open: the door, links that lead past it, and mailboxes that want to hear of the opening.
create schema launch;

create table launch.gates (
    store_id uuid primary key,
    document jsonb not null,
    password_hash text,
    password_number bigint not null default 0 check (password_number >= 0),
    version bigint not null default 1 check (version > 0),
    updated_at timestamptz not null default now(),
    actor text not null default vitrine.current_actor()
);
call vitrine.protect('launch.gates', 'select, insert, update');
call vitrine.open_to_worker('launch.gates');
call vitrine.wall('launch.gates', 'staff');
call vitrine.audit('launch.gates', 'everybody', '{password_hash}');

-- A link's token is made from its id by the program's key: none stands here.
create table launch.previews (
    store_id uuid not null,
    id uuid not null,
    name text not null check (length(name) between 1 and 120),
    made_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > made_at),
    revoked_at timestamptz,
    actor text not null default vitrine.current_actor(),
    primary key (store_id, id)
);
call vitrine.protect('launch.previews', 'select, insert, update');
call vitrine.open_to_worker('launch.previews');
call vitrine.wall('launch.previews', 'staff');
call vitrine.audit('launch.previews');

-- Opened by the token of a mail, which the program checks.
create table launch.signups (
    store_id uuid not null,
    id uuid not null,
    mailbox text not null,
    mailbox_key text not null,
    made_at timestamptz not null,
    asked_at timestamptz not null,
    confirmed_at timestamptz,
    told_at timestamptz,
    primary key (store_id, id),
    unique (store_id, mailbox_key),
    constraint told_who_wanted_it check (told_at is null or confirmed_at is not null)
);
call vitrine.protect('launch.signups');
call vitrine.wall('launch.signups', 'shop');
create index signups_to_tell on launch.signups (store_id, confirmed_at, id) where confirmed_at is not null and told_at is null;

create function launch.personal_refs(who vitrine.person) returns table (ref text, id uuid)
    language sql stable
    begin atomic
        select vitrine.id_text('lsu', s.id), s.id from launch.signups s where s.store_id = vitrine.current_store() and s.mailbox_key = any (who.mailboxes);
    end;

create function launch.personal_words(who vitrine.person) returns setof text
    language sql stable
    begin atomic
        select s.mailbox from launch.signups s where s.store_id = vitrine.current_store() and s.mailbox_key = any (who.mailboxes);
    end;

create function launch.personal_data(who vitrine.person) returns jsonb
    language sql stable
    begin atomic
        select jsonb_build_object('launch_signups', (select jsonb_agg(to_jsonb(s)) from (select n.mailbox, n.made_at, n.confirmed_at, n.told_at
                                                                                         from launch.signups n where n.store_id = vitrine.current_store() and n.mailbox_key = any (who.mailboxes)) s));
    end;

create function launch.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
declare
    touched bigint;
begin
    delete from launch.signups where store_id = vitrine.current_store() and mailbox_key = any (who.mailboxes);
    get diagnostics touched = row_count;
    return touched;
end $$;

-- Who was told, or never confirmed, is not kept longer than that is of use.
create function launch.expire_personal(days jsonb, moment timestamptz, at_most integer) returns table (kind text, touched bigint)
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
begin
    delete from launch.signups s
    where s.store_id = me and s.id in (select o.id from launch.signups o
                                       where o.store_id = me and coalesce(o.told_at, case when o.confirmed_at is null then o.asked_at end) < moment - make_interval(days => (days ->> 'launch_signups')::integer) limit at_most);
    get diagnostics touched = row_count;
    kind := 'launch_signups';
    return next;
end $$;
