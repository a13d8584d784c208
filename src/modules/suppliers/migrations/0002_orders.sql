-- What the shop orders from suppliers once it has sold: where, what, and how every attempt ended.

-- Secrets (headers) are sealed under the process's master key.
create table suppliers.order_apis (
    store_id uuid not null,
    supplier_id uuid not null,
    url text not null check (length(url) between 8 and 1000),
    is_on boolean not null,
    secrets bytea,
    version bigint not null default 1 check (version > 0),
    updated_at timestamptz not null default now(),
    actor text not null default vitrine.current_actor(),
    primary key (store_id, supplier_id),
    foreign key (store_id, supplier_id) references suppliers.suppliers (store_id, id)
);
call vitrine.protect('suppliers.order_apis', 'select, insert, update');

-- One order of ours at one supplier, once.
create table suppliers.submissions (
    store_id uuid not null,
    id uuid not null,
    order_ref text not null,
    order_number text not null,
    supplier_id uuid not null,
    state text not null check (state in ('waiting', 'unclear', 'accepted', 'refused', 'given_up', 'settled', 'cancelling', 'cancel_failed', 'cancelled')),
    supplier_ref text not null default '',
    attempts bigint not null default 0 check (attempts >= 0),
    why text not null default '',
    detail text not null default '',
    version bigint not null default 1,
    created_at timestamptz not null,
    moved_at timestamptz not null,
    primary key (store_id, id),
    constraint one_submission_an_order_and_supplier unique (store_id, order_ref, supplier_id),
    foreign key (store_id, supplier_id) references suppliers.suppliers (store_id, id),
    check (state <> 'accepted' or supplier_ref <> '')
);
call vitrine.protect('suppliers.submissions', 'select, insert, update');
create index submissions_by_state on suppliers.submissions (store_id, state, id);

create table suppliers.submission_lines (
    store_id uuid not null,
    submission_id uuid not null,
    position bigint not null,
    item_id uuid not null,
    code text not null,
    offer_ref text not null,
    quantity bigint not null check (quantity > 0),
    cost_minor bigint not null,
    cost_currency text not null,
    primary key (store_id, submission_id, position),
    foreign key (store_id, submission_id) references suppliers.submissions (store_id, id),
    foreign key (store_id, item_id) references suppliers.items (store_id, id)
);
call vitrine.protect('suppliers.submission_lines', 'select, insert');

-- Every call and every decision of a person. What is written stays.
create table suppliers.submission_log (
    store_id uuid not null,
    submission_id uuid not null,
    id bigint generated always as identity,
    at timestamptz not null,
    what text not null,
    status bigint not null default 0,
    said text not null,
    actor text not null default vitrine.current_actor(),
    primary key (store_id, submission_id, id)
);
call vitrine.protect('suppliers.submission_log', 'select, insert');
