-- Where goods lie, and every move between places. What is sold stays one row a variant (stock.levels), which orders lock; shelves are its parts, changed only behind its lock.
create table stock.warehouses (
    store_id uuid not null,
    id uuid not null,
    code text not null check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) <= 40),
    name text not null check (length(name) between 1 and 80),
    country text not null default '' check (country ~ '^([A-Z]{2})?$'),
    region text not null default '' check (length(region) <= 80),
    postal_code text not null default '' check (length(postal_code) <= 16),
    address text not null default '' check (length(address) <= 500),
    priority integer not null default 100 check (priority >= 0),
    is_default boolean not null default false,
    is_closed boolean not null default false,
    version bigint not null default 1,
    primary key (store_id, id),
    constraint one_warehouse_a_code unique (store_id, code),
    constraint the_default_is_open check (not (is_default and is_closed))
);
call vitrine.protect('stock.warehouses');
create unique index one_default_warehouse on stock.warehouses (store_id) where is_default;

create table stock.shelves (
    store_id uuid not null,
    variant uuid not null,
    warehouse uuid not null,
    on_hand bigint not null default 0 check (on_hand >= 0),
    primary key (store_id, variant, warehouse),
    foreign key (store_id, variant) references stock.levels on delete cascade,
    foreign key (store_id, warehouse) references stock.warehouses
) with (fillfactor = 80);
call vitrine.protect('stock.shelves');
create index shelves_of_warehouse on stock.shelves (store_id, warehouse, variant);

-- The store's first warehouse has the store's own id; it is made when it is first needed.
create function stock.default_warehouse() returns uuid
    language plpgsql as $$
declare
    found uuid;
begin
    select id into found from stock.warehouses where store_id = vitrine.current_store() and is_default;
    if found is null then
        insert into stock.warehouses (store_id, id, code, name, is_default)
        values (vitrine.current_store(), vitrine.current_store(), 'main', 'Main warehouse', true)
        on conflict do nothing;
        select id into strict found from stock.warehouses where store_id = vitrine.current_store() and is_default;
    end if;
    return found;
end $$;

-- What there is lies in the store's first warehouse, and moved there. Row security is forced on the owner as well, so it steps aside.
alter table stock.movements add column warehouse uuid, add column note text not null default '' check (length(note) <= 500);
alter table stock.levels no force row level security;
alter table stock.movements no force row level security;
alter table stock.warehouses no force row level security;
alter table stock.shelves no force row level security;
insert into stock.warehouses (store_id, id, code, name, is_default)
select distinct store_id, store_id, 'main', 'Main warehouse', true from stock.levels;
insert into stock.shelves (store_id, variant, warehouse, on_hand) select store_id, variant, store_id, on_hand from stock.levels;
update stock.movements set warehouse = store_id;
alter table stock.levels force row level security;
alter table stock.movements force row level security;
alter table stock.warehouses force row level security;
alter table stock.shelves force row level security;
alter table stock.movements alter column warehouse set not null;
create index movements_of_shelf on stock.movements (store_id, warehouse, variant);
create index movements_by_reference on stock.movements (store_id, reference) where reference <> '';

-- What is kept back from sale, how many may be promised beyond what there is, how many are, and at which number left staff are told (null: the store's).
alter table stock.levels
    add column safety bigint not null default 0 check (safety >= 0),
    add column promise_limit bigint not null default 0 check (promise_limit >= 0),
    add column promised bigint not null default 0 check (promised >= 0),
    add column low_at bigint check (low_at between 0 and 500),
    add constraint no_more_promised_than_allowed check (promised <= promise_limit);

-- How an article is sold that is not there: not at all (no row), later, or before it appears.
create table stock.policies (
    store_id uuid not null,
    variant uuid not null,
    kind text not null check (kind in ('stock_only', 'back_order', 'pre_order')),
    expected_at timestamptz,
    version bigint not null default 1,
    primary key (store_id, variant),
    foreign key (store_id, variant) references stock.levels on delete cascade
);
call vitrine.protect('stock.policies');

-- Goods that an order waits for, filled in the order of their positions. A filled promise is a reservation of part 1; `destination` is set when the order is paid.
create table stock.promises (
    store_id uuid not null,
    order_ref text not null,
    variant uuid not null,
    position bigint generated always as identity,
    quantity bigint not null check (quantity > 0),
    state text not null default 'waiting' check (state in ('waiting', 'filled', 'released')),
    expires_at timestamptz not null,
    destination jsonb,
    primary key (store_id, order_ref, variant),
    foreign key (store_id, variant) references stock.levels
);
call vitrine.protect('stock.promises');
create index waiting_promises on stock.promises (store_id, variant, position) where state = 'waiting';

alter table stock.reservations add column part integer not null default 0 check (part in (0, 1));
alter table stock.reservations drop constraint reservations_pkey;
alter table stock.reservations add primary key (store_id, order_ref, variant, part);

-- From where an order's goods go out; decided when they are sold. What was sold before there were warehouses went out of the first.
create table stock.allocations (
    store_id uuid not null,
    order_ref text not null,
    variant uuid not null,
    warehouse uuid not null,
    quantity bigint not null check (quantity > 0),
    shipped bigint not null default 0 check (shipped >= 0),
    primary key (store_id, order_ref, variant, warehouse),
    constraint no_more_shipped_than_allocated check (shipped <= quantity),
    foreign key (store_id, warehouse) references stock.warehouses
) with (fillfactor = 80);
call vitrine.protect('stock.allocations');
create index allocations_to_ship on stock.allocations (store_id, warehouse, variant) where shipped < quantity;
alter table stock.reservations no force row level security;
alter table stock.allocations no force row level security;
insert into stock.allocations (store_id, order_ref, variant, warehouse, quantity, shipped)
select store_id, order_ref, variant, store_id, quantity, quantity from stock.reservations where state = 'sold';
alter table stock.reservations force row level security;
alter table stock.allocations force row level security;
