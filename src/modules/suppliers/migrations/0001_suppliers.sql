-- Suppliers, their feeds and the runs of those, what each of them offers for one piece, and the piece itself as the shop knows it.
create schema suppliers;

create table suppliers.suppliers (
    store_id uuid not null,
    id uuid not null,
    version bigint not null default 1 check (version > 0),
    code text not null check (length(code) between 1 and 120),
    name text not null check (length(name) between 1 and 120),
    state text not null check (state in ('active', 'paused')),
    priority bigint not null check (priority between 0 and 1000),
    currency text not null check (length(currency) = 3),
    notes text not null check (length(notes) <= 2000),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    actor text not null default vitrine.current_actor(),
    primary key (store_id, id),
    constraint supplier_codes_are_unique unique (store_id, code)
);
call vitrine.protect('suppliers.suppliers', 'select, insert, update');

-- Secrets (headers and bodies that fetch a feed) are sealed under the process's master key.
create table suppliers.feeds (
    store_id uuid not null,
    id uuid not null,
    version bigint not null default 1 check (version > 0),
    supplier_id uuid not null,
    code text not null check (length(code) between 1 and 120),
    name text not null check (length(name) between 1 and 120),
    state text not null check (state in ('active', 'paused')),
    source jsonb not null,
    secrets bytea,
    layout jsonb not null,
    pricing jsonb not null,
    guards jsonb not null,
    every_minutes bigint check (every_minutes between 5 and 10080),
    next_run_at timestamptz,
    last_run uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    actor text not null default vitrine.current_actor(),
    primary key (store_id, id),
    constraint feed_codes_are_unique unique (store_id, code),
    foreign key (store_id, supplier_id) references suppliers.suppliers (store_id, id),
    check ((every_minutes is null) = (next_run_at is null) or state = 'paused')
);
call vitrine.protect('suppliers.feeds', 'select, insert, update');
create index feeds_of_supplier on suppliers.feeds (store_id, supplier_id);

-- Who changed what about suppliers, feeds and rates, without secrets. What is written stays.
create table suppliers.changes (
    store_id uuid not null,
    id bigint generated always as identity,
    what text not null,
    subject text not null,
    version bigint not null,
    said jsonb not null,
    actor text not null default vitrine.current_actor(),
    at timestamptz not null default now(),
    primary key (store_id, id)
);
call vitrine.protect('suppliers.changes', 'select, insert');

-- One major unit of `currency` in major units of the store's, in billionths, from a day on.
create table suppliers.rates (
    store_id uuid not null,
    currency text not null check (length(currency) = 3),
    from_day date not null,
    billionths bigint not null check (billionths between 1 and 1000000000000000),
    set_at timestamptz not null default now(),
    actor text not null default vitrine.current_actor(),
    primary key (store_id, currency, from_day)
);
call vitrine.protect('suppliers.rates', 'select, insert, update');

-- The file of a run waits as an upload of the imports. `position` counts the rows of the file that are applied; with what they wrote it is moved in one transaction.
create table suppliers.runs (
    store_id uuid not null,
    id uuid not null,
    feed_id uuid not null,
    state text not null check (state in ('queued', 'fetching', 'checking', 'held', 'applying', 'applied', 'failed', 'cancelled')),
    upload text not null default '',
    parts integer not null default 0 check (parts >= 0),
    file_name text not null default '' check (length(file_name) <= 255),
    counts jsonb not null default '{}',
    position bigint not null default 0 check (position >= 0),
    why text not null default '',
    detail text not null default '',
    is_let_through boolean not null default false,
    let_through_by text not null default '',
    let_through_reason text not null default '',
    is_cancel_wanted boolean not null default false,
    attempts bigint not null default 0 check (attempts >= 0),
    started_at timestamptz not null,
    ended_at timestamptz,
    actor text not null default vitrine.current_actor(),
    primary key (store_id, id),
    foreign key (store_id, feed_id) references suppliers.feeds (store_id, id),
    check (is_let_through = (let_through_by <> '')),
    check (state not in ('checking', 'held', 'applying', 'applied') or parts > 0),
    check ((ended_at is not null) = (state in ('applied', 'failed', 'cancelled')))
);
call vitrine.protect('suppliers.runs', 'select, insert, update');
create unique index one_open_run_a_feed on suppliers.runs (store_id, feed_id) where state in ('queued', 'fetching', 'checking', 'held', 'applying');
create index runs_of_feed on suppliers.runs (store_id, feed_id, id);

create table suppliers.run_faults (
    store_id uuid not null,
    run_id uuid not null,
    position integer not null,
    row_number bigint not null,
    column_name text not null,
    code text not null,
    text text not null,
    is_notice boolean not null,
    primary key (store_id, run_id, position),
    foreign key (store_id, run_id) references suppliers.runs (store_id, id)
);
call vitrine.protect('suppliers.run_faults', 'select, insert, delete');

create table suppliers.run_diffs (
    store_id uuid not null,
    run_id uuid not null,
    position integer not null,
    what text not null check (what in ('added', 'changed', 'returned', 'gone', 'jumped')),
    code text not null,
    price_was_minor bigint,
    price_is_minor bigint,
    primary key (store_id, run_id, position),
    foreign key (store_id, run_id) references suppliers.runs (store_id, id)
);
call vitrine.protect('suppliers.run_diffs', 'select, insert, delete');

-- One piece as the shop knows it, whoever offers it. Slug and SKU are made once and say nothing of a supplier. A piece on hold is out of the shop's reach for
-- a while (sold or shown elsewhere); one that is sold is never offered again unless its order is called off.
create table suppliers.items (
    store_id uuid not null,
    id uuid not null,
    identity text not null check (length(identity) between 3 and 400),
    slug text not null,
    sku text not null,
    state text not null default 'free' check (state in ('free', 'held', 'sold')),
    held_until timestamptz,
    hold_reason text not null default '',
    sold_to text not null default '',
    product_id uuid,
    variant_id uuid,
    best_supplier uuid,
    best_code text,
    published_quantity bigint check (published_quantity >= 0),
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (store_id, id),
    constraint items_have_one_identity unique (store_id, identity),
    constraint items_have_one_slug unique (store_id, slug),
    check ((best_supplier is null) = (best_code is null)),
    check (state = 'held' or held_until is null),
    check ((state = 'sold') = (sold_to <> ''))
);
call vitrine.protect('suppliers.items', 'select, insert, update');
create index items_by_variant on suppliers.items (store_id, variant_id) where variant_id is not null;
create index items_by_product on suppliers.items (store_id, product_id) where product_id is not null;

-- What a supplier offers under his own number. `facts` hold addresses of his and never leave the house as they are.
create table suppliers.offers (
    store_id uuid not null,
    supplier_id uuid not null,
    code text not null check (length(code) between 1 and 120),
    feed_id uuid not null,
    item_id uuid not null,
    is_listed boolean not null,
    quantity bigint not null check (quantity >= 0),
    cost_minor bigint not null check (cost_minor > 0),
    cost_currency text not null check (length(cost_currency) = 3),
    price_minor bigint not null check (price_minor > 0),
    facts jsonb not null,
    hash uuid not null,
    run_id uuid not null,
    changed_at timestamptz not null,
    primary key (store_id, supplier_id, code),
    foreign key (store_id, feed_id) references suppliers.feeds (store_id, id),
    foreign key (store_id, item_id) references suppliers.items (store_id, id)
);
call vitrine.protect('suppliers.offers', 'select, insert, update');
create index offers_of_item on suppliers.offers (store_id, item_id);
create index offers_of_feed on suppliers.offers (store_id, feed_id, code) where is_listed;
