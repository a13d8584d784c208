-- What stores ask their visitors before they measure anything, and what was answered.
create schema consent;

create table consent.settings (
    store_id uuid primary key,
    asks boolean not null,
    text_version bigint not null default 1 check (text_version > 0),
    version bigint not null default 1 check (version > 0),
    updated_at timestamptz not null default now(),
    actor text not null default vitrine.current_actor()
);
call vitrine.protect('consent.settings', 'select, insert, update');
call vitrine.open_to_worker('consent.settings');
call vitrine.wall('consent.settings', 'staff');
call vitrine.audit('consent.settings');

-- Proof of each answer. A guest's is found by the id in the visitor's own cookie.
create table consent.answers (
    store_id uuid not null,
    id uuid not null,
    customer uuid,
    analytics boolean not null,
    text_version bigint not null,
    at timestamptz not null,
    primary key (store_id, id)
);
call vitrine.protect('consent.answers');
call vitrine.wall('consent.answers', 'shop');
create index answers_by_text on consent.answers (store_id, text_version, analytics);
create index answers_of_customer on consent.answers (store_id, customer) where customer is not null;
create index answers_by_time on consent.answers (store_id, at);

create function consent.personal_data(who vitrine.person) returns jsonb
    language sql stable
    begin atomic
        select jsonb_build_object('consents', (select jsonb_agg(to_jsonb(a)) from (select n.analytics, n.text_version, n.at
                                                                                   from consent.answers n where n.store_id = vitrine.current_store() and n.customer = who.customer order by n.at) a));
    end;

-- That somebody answered stays as a count; who it was goes.
create function consent.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
declare
    touched bigint;
begin
    update consent.answers set customer = null where store_id = vitrine.current_store() and customer = who.customer;
    get diagnostics touched = row_count;
    return touched;
end $$;

-- Proof is of use as long as the cookie lives, and a while after.
create function consent.expire_personal(days jsonb, moment timestamptz, at_most integer) returns table (kind text, touched bigint)
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
begin
    delete from consent.answers a
    where a.store_id = me and a.id in (select o.id from consent.answers o where o.store_id = me and o.at < moment - make_interval(days => (days ->> 'consents')::integer) order by o.at limit at_most);
    get diagnostics touched = row_count;
    kind := 'consents';
    return next;
end $$;
