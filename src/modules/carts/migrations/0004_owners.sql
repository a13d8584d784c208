-- A cart has an owner: whoever holds its token, or a customer, who needs none. `token_hash` of a customer's cart is the customer's key, which no token has.
-- `other_hash` is a second key, given out by a link that brings a cart back. `open_for` is the customer whose one active cart this is; it is a column of its own
-- so that an order does not have to touch an index of `state`.
alter table carts.carts drop constraint carts_state_check;
alter table carts.carts
    add constraint carts_state_check check (state in ('active', 'ordered', 'merged')),
    add column other_hash bytea check (length(other_hash) = 32),
    add column customer uuid,
    add column open_for uuid,
    add column merged_into uuid,
    add column watched_until timestamptz,
    add constraint only_active_carts_are_open check (open_for is null or (open_for = customer and state = 'active')),
    add constraint merged_carts_name_where_they_went check ((state = 'merged') = (merged_into is not null));
create unique index one_active_cart_a_customer on carts.carts (store_id, open_for) where open_for is not null;
create index merged_carts on carts.carts (store_id, merged_into) where merged_into is not null;

-- What was heard last of each device that edits a cart: edits with a number up to this one are repeats. At most 32 a cart.
create table carts.devices (
    store_id uuid not null,
    cart uuid not null,
    device text not null check (length(device) between 8 and 40),
    number bigint not null check (number > 0),
    outcome text not null,
    seen_at timestamptz not null default now(),
    primary key (store_id, cart, device),
    foreign key (store_id, cart) references carts.carts on delete cascade
);
call vitrine.protect('carts.devices');

-- What an owner keeps beside the cart: for later, and wishes. `owner` is the hash of a token or a customer's key; `price` is what it cost then.
create table carts.kept (
    store_id uuid not null,
    owner bytea not null check (length(owner) = 32),
    kind text not null check (kind in ('later', 'wish')),
    variant uuid not null,
    quantity bigint not null default 1 check (quantity between 1 and 9999),
    price bigint check (price >= 0),
    currency text check (currency ~ '^[A-Z]{3}$'),
    kept_at timestamptz not null default now(),
    primary key (store_id, owner, kind, variant),
    constraint prices_have_currencies check ((price is null) = (currency is null))
);
call vitrine.protect('carts.kept');

-- Active carts of which somebody is known who could be reminded. Swept once they were, or were ordered.
create table carts.unfinished (
    store_id uuid not null,
    cart uuid not null,
    primary key (store_id, cart),
    foreign key (store_id, cart) references carts.carts on delete cascade
);
call vitrine.protect('carts.unfinished');

-- Links that bring a cart back, each for one cart, once, until it expires. A cart is told of once, so it has at most one.
create table carts.recoveries (
    store_id uuid not null,
    token_hash bytea not null check (length(token_hash) = 32),
    cart uuid not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    primary key (store_id, token_hash),
    constraint one_notice_a_cart unique (store_id, cart),
    foreign key (store_id, cart) references carts.carts on delete cascade
);
call vitrine.protect('carts.recoveries');

-- When a cart counts as abandoned, and how long its link works. Without a row: an hour, and three days.
create table carts.settings (
    store_id uuid primary key,
    version bigint not null default 1,
    reminds boolean not null default true,
    quiet_minutes bigint not null default 60 check (quiet_minutes between 5 and 43200),
    link_hours bigint not null default 72 check (link_hours between 1 and 720)
);
call vitrine.protect('carts.settings');
