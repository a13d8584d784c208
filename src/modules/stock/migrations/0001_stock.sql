create schema stock;

-- What there is of each variant. Available = on_hand - reserved, and no path can make it negative.
create table stock.levels (
    store_id uuid not null,
    variant uuid not null,
    on_hand bigint not null default 0 check (on_hand >= 0),
    reserved bigint not null default 0 check (reserved >= 0),
    primary key (store_id, variant),
    constraint no_more_reserved_than_there_is check (reserved <= on_hand)
) with (fillfactor = 70);
call vitrine.protect('stock.levels');

-- What orders hold until they are paid, or until the hold runs out.
create table stock.reservations (
    store_id uuid not null,
    order_ref text not null,
    variant uuid not null,
    quantity bigint not null check (quantity > 0),
    state text not null default 'active' check (state in ('active', 'sold', 'released')),
    expires_at timestamptz not null,
    reason text,
    primary key (store_id, order_ref, variant),
    foreign key (store_id, variant) references stock.levels
) with (fillfactor = 80);
call vitrine.protect('stock.reservations');
create index active_reservations on stock.reservations (store_id, variant) where state = 'active';

-- Every change of what is on hand, and why. The sum of a variant's movements is its on_hand.
create table stock.movements (
    store_id uuid not null,
    id bigint generated always as identity,
    variant uuid not null,
    change bigint not null check (change <> 0),
    reason text not null check (reason <> ''),
    reference text not null default '',
    actor text not null default vitrine.current_actor(),
    moved_at timestamptz not null default now(),
    primary key (store_id, id)
);
call vitrine.protect('stock.movements', 'select, insert');
create index movements_of_variant on stock.movements (store_id, variant);

-- Ends the transaction with what is short, so that a reservation and everything saved with it travel in one flush with the commit.
create function stock.refuse(shortages jsonb) returns boolean
    language plpgsql as $$
begin
    if shortages is null then
        return true;
    end if;
    raise exception using errcode = 'VS001', message = shortages::text;
end $$;
