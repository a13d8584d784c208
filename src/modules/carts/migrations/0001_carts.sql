create schema carts;

-- A guest's basket. Its token is a bearer secret of which only the SHA-256 is kept. `version` rises with every edit.
create table carts.carts (
    store_id uuid not null,
    id uuid not null,
    token_hash bytea not null check (length(token_hash) = 32),
    version bigint not null default 1 check (version > 0),
    state text not null default 'active' check (state in ('active', 'ordered')),
    email text,
    shipping_address jsonb,
    billing_address jsonb,
    shipping_option text,
    order_ref text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (store_id, id),
    constraint ordered_carts_name_their_order check ((state = 'ordered') = (order_ref is not null))
) with (fillfactor = 70);
call vitrine.protect('carts.carts');

create table carts.lines (
    store_id uuid not null,
    cart uuid not null,
    id uuid not null,
    variant uuid not null,
    quantity bigint not null check (quantity between 1 and 9999),
    primary key (store_id, cart, id),
    constraint one_line_a_variant unique (store_id, cart, variant),
    foreign key (store_id, cart) references carts.carts on delete cascade
) with (fillfactor = 80);
call vitrine.protect('carts.lines');
