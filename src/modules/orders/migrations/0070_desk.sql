-- What staff finds orders by. Every filter of the list has an index that gives its rows in the order of the list, so that a page costs the same however many orders there are.
alter table orders.orders
    add column paid_at timestamptz,
    add column edits bigint not null default 0,
    add column email_key text generated always as (lower(email)) stored;
-- Row security is forced on the owner as well, so it steps aside until the words below are there.
alter table orders.orders no force row level security;
update orders.orders set paid_at = placed_at
where state in ('paid', 'shipped', 'delivered', 'completed', 'refunded') or refunded > 0 or (state in ('processing', 'packed') and payment_method <> 'cash_on_delivery');
alter table orders.orders
    add column payment_state text not null generated always as (
        case when refunded > 0 and refunded = total then 'refunded'
             when refunded > 0 then 'part_refunded'
             when paid_at is not null then 'paid'
             when state = 'pending_payment' then 'unpaid'
             when state = 'cancelled' then 'given_up'
             else 'promised' end) stored;
create index orders_by_state on orders.orders (store_id, state, placed_at desc, id desc);
create index orders_by_payment_state on orders.orders (store_id, payment_state, placed_at desc, id desc);
create index orders_by_both_states on orders.orders (store_id, state, payment_state, placed_at desc, id desc);
create index orders_by_method on orders.orders (store_id, payment_method, placed_at desc, id desc);
create index orders_by_email on orders.orders (store_id, email_key, placed_at desc, id desc);
create index orders_by_total on orders.orders (store_id, currency, total);
create index lines_by_sku on orders.lines (store_id, sku, order_id);

-- The words an order is found by: names, cities, phone numbers. A table of its own, because the rows of a store may only be filtered by what cannot leak
-- them, and comparing texts can be trusted with that while text search cannot.
create table orders.words (
    store_id uuid not null,
    word text not null check (length(word) between 2 and 60),
    order_id uuid not null,
    primary key (store_id, word, order_id),
    foreign key (store_id, order_id) references orders.orders
);
-- Split, folded and cut as words.cpp does it with new orders and with questions: ASCII letters only, at most 60 bytes, between two letters.
insert into orders.words (store_id, word, order_id)
select distinct o.store_id, c.word, o.id
from orders.orders o,
     regexp_split_to_table(concat_ws(' ', o.shipping_address ->> 'name', o.shipping_address ->> 'city', o.shipping_address ->> 'phone',
                                     o.billing_address ->> 'name', o.billing_address ->> 'city', o.billing_address ->> 'phone'), '[ \t\n\r,.;:()"/+-]+') as w (word),
     translate(w.word, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') as f (word),
     lateral (select left(f.word, max(n)) from generate_series(1, least(length(f.word), 60)) as n where octet_length(left(f.word, n)) <= 60) as c (word)
where length(c.word) >= 2;
call vitrine.protect('orders.words', 'select, insert, delete');
alter table orders.orders force row level security;

-- What of a line is not sent any more because it was cancelled before it left the house.
alter table orders.lines
    add column cancelled bigint not null default 0,
    add constraint no_more_cancelled_than_bought check (cancelled between 0 and quantity);

-- What an order said before each edit, in full, and why it was edited.
create table orders.edits (
    store_id uuid not null,
    order_id uuid not null,
    position bigint not null check (position > 0),
    before jsonb not null,
    reason text not null check (length(reason) between 1 and 500),
    actor text not null default vitrine.current_actor(),
    at timestamptz not null,
    primary key (store_id, order_id, position),
    foreign key (store_id, order_id) references orders.orders
);
call vitrine.protect('orders.edits', 'select, insert');

-- What people wrote about an order. What is written stays.
create table orders.notes (
    store_id uuid not null,
    order_id uuid not null,
    id uuid not null,
    kind text not null check (kind in ('internal', 'visible', 'customer')),
    words text not null check (length(words) between 1 and 2000),
    actor text not null default vitrine.current_actor(),
    at timestamptz not null,
    primary key (store_id, order_id, id),
    foreign key (store_id, order_id) references orders.orders
);
call vitrine.protect('orders.notes', 'select, insert');

-- What happened to an order beside its states, in words: parcels, changes of address, lines cancelled. Told by whoever did it.
create table orders.happenings (
    store_id uuid not null,
    order_id uuid not null,
    position bigint generated always as identity,
    kind text not null check (kind ~ '^[a-z_]{2,40}$'),
    words text not null check (length(words) between 1 and 500),
    is_visible boolean not null,
    actor text not null default vitrine.current_actor(),
    at timestamptz not null,
    primary key (store_id, order_id, position),
    foreign key (store_id, order_id) references orders.orders
);
call vitrine.protect('orders.happenings', 'select, insert');

-- Orders that staff writes for a customer, until they are placed.
create table orders.drafts (
    store_id uuid not null,
    id uuid not null,
    version bigint not null default 1 check (version > 0),
    state text not null default 'open' check (state in ('open', 'placed', 'discarded')),
    content jsonb not null,
    order_id uuid,
    actor text not null default vitrine.current_actor(),
    made_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (store_id, id),
    check ((state = 'placed') = (order_id is not null))
);
call vitrine.protect('orders.drafts', 'select, insert, update (version, state, content, order_id, changed_at)');
create index drafts_by_time on orders.drafts (store_id, state, id desc);

-- An edited order may hold other bundles.
grant delete on orders.line_parts to vitrine_app;
