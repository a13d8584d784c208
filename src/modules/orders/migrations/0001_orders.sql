create schema orders;

-- An order. Addresses and prices are snapshots of the moment it was placed. One cart becomes at most one order.
create table orders.orders (
    store_id uuid not null,
    id uuid not null,
    number text not null,
    state text not null default 'pending_payment' check (state in
        ('pending_payment', 'paid', 'processing', 'packed', 'shipped', 'delivered', 'completed', 'on_hold', 'cancelled', 'refunded')),
    cart uuid not null,
    email text not null,
    shipping_address jsonb not null,
    billing_address jsonb,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    subtotal bigint not null check (subtotal >= 0),
    discount bigint not null check (discount >= 0),
    tax bigint not null check (tax >= 0),
    shipping bigint not null check (shipping >= 0),
    total bigint not null,
    shipping_name text not null,
    payment_method text not null,
    payment uuid not null,
    placed_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (store_id, id),
    constraint one_order_a_cart unique (store_id, cart),
    constraint one_order_a_number unique (store_id, number),
    constraint totals_add_up check (total = subtotal - discount + tax + shipping and total >= 0)
) with (fillfactor = 80);
call vitrine.protect('orders.orders');
create index orders_by_time on orders.orders (store_id, placed_at desc, id desc);

create table orders.lines (
    store_id uuid not null,
    order_id uuid not null,
    position bigint not null check (position > 0),
    variant uuid not null,
    sku text not null,
    title text not null,
    options text not null default '',
    product_slug text not null,
    quantity bigint not null check (quantity > 0),
    unit_price bigint not null check (unit_price >= 0),
    total bigint not null check (total >= 0),
    primary key (store_id, order_id, position),
    foreign key (store_id, order_id) references orders.orders
);
call vitrine.protect('orders.lines');

-- Every state an order has been in, with who moved it.
create table orders.timeline (
    store_id uuid not null,
    order_id uuid not null,
    position bigint generated always as identity,
    state text not null,
    reason text not null default '',
    actor text not null default vitrine.current_actor(),
    at timestamptz not null default now(),
    primary key (store_id, order_id, position),
    foreign key (store_id, order_id) references orders.orders
);
call vitrine.protect('orders.timeline', 'select, insert');

-- Claimed in the transaction that does the work: the same key and request gives the first answer again.
create table orders.idempotency (
    store_id uuid not null,
    key text not null check (length(key) between 1 and 255),
    fingerprint bytea not null check (length(fingerprint) = 32),
    order_id uuid not null,
    answer jsonb not null,
    claimed_at timestamptz not null default now(),
    constraint claimed_once primary key (store_id, key)
);
call vitrine.protect('orders.idempotency');

-- Order numbers rise per store without a row that every order would have to lock: a sequence a store, made on first use.
create function orders.next_number() returns bigint
    language plpgsql security definer set search_path = pg_catalog, orders as $$
declare
    sequence_name text := 'orders.numbers_' || replace(vitrine.current_store()::text, '-', '');
begin
    return nextval(sequence_name);
exception when undefined_table then
    begin
        execute 'create sequence if not exists ' || sequence_name || ' start 100001';
    exception when unique_violation or duplicate_table then
        null;  -- two first orders at once: the other one made it
    end;
    return nextval(sequence_name);
end $$;
