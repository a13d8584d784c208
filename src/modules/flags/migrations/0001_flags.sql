-- Features as stores have switched them. What no row is about is as the program comes.
create schema flags;

create table flags.settings (
    store_id uuid not null,
    key text not null check (length(key) between 1 and 80),
    document jsonb not null,
    version bigint not null default 1 check (version > 0),
    updated_at timestamptz not null default now(),
    actor text not null default vitrine.current_actor(),
    primary key (store_id, key)
);
call vitrine.protect('flags.settings');
call vitrine.open_to_worker('flags.settings');
call vitrine.wall('flags.settings', 'staff');
call vitrine.audit('flags.settings');

-- Customers who have a feature before others.
create table flags.testers (
    store_id uuid not null,
    key text not null check (length(key) between 1 and 80),
    customer uuid not null,
    added_at timestamptz not null default now(),
    actor text not null default vitrine.current_actor(),
    primary key (store_id, key, customer)
);
call vitrine.protect('flags.testers');
call vitrine.open_to_worker('flags.testers');
call vitrine.wall('flags.testers', 'staff');
call vitrine.audit('flags.testers', 'staff', '{customer}');
create index testers_of_customer on flags.testers (store_id, customer);

create function flags.personal_data(who vitrine.person) returns jsonb
    language sql stable
    begin atomic
        select jsonb_build_object('tests_features', (select jsonb_agg(t.key order by t.key) from flags.testers t where t.store_id = vitrine.current_store() and t.customer = who.customer));
    end;

create function flags.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
declare
    touched bigint;
begin
    delete from flags.testers where store_id = vitrine.current_store() and customer = who.customer;
    get diagnostics touched = row_count;
    return touched;
end $$;
