create schema fulfilment;

-- One row an order that has parcels: its lock keeps two from packing the same goods.
create table fulfilment.plans (
    store_id uuid not null,
    order_id uuid not null,
    order_number text not null,
    next_position bigint not null default 1 check (next_position > 0),
    primary key (store_id, order_id)
);
call vitrine.protect('fulfilment.plans', 'select, insert, update (next_position)');

-- One parcel on its way. What it holds, where it goes and what is to be collected were agreed when it was planned and never change; where it stands does.
create table fulfilment.parcels (
    store_id uuid not null,
    id uuid not null,
    order_id uuid not null,
    order_number text not null,
    position bigint not null check (position > 0),
    is_return boolean not null,
    courier text not null,
    reference text not null check (reference <> ''),
    contents jsonb not null,
    collect bigint not null check (collect >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    request_key text,
    created_at timestamptz not null,
    created_by text not null default vitrine.current_actor(),
    state text not null default 'planned'
        check (state in ('planned', 'booking', 'booked', 'labelled', 'picked_up', 'in_transit', 'out_for_delivery', 'failed_attempt', 'returning', 'delivered', 'returned', 'lost', 'cancelled')),
    since timestamptz not null,
    is_cancelling boolean not null default false,
    booking text not null default '',
    shipment text not null default '',
    awb text not null default '',
    service text not null default '',
    pickup_token text,
    pickup_at timestamptz,
    label_url text,
    label bytea,
    label_type text,
    tracking_url text,
    expected_at timestamptz,
    status text not null default '',
    tries bigint not null default 0,
    failure text,
    failure_words text,
    attention text,
    changed_at timestamptz not null,
    primary key (store_id, id),
    foreign key (store_id, order_id) references fulfilment.plans,
    constraint one_parcel_a_position unique (store_id, order_id, position),
    constraint one_parcel_a_reference unique (store_id, reference)
);
call vitrine.protect('fulfilment.parcels', 'select, insert, update (state, since, courier, is_cancelling, booking, shipment, awb, service, pickup_token, pickup_at, label_url, label, label_type, tracking_url, expected_at, status, tries, failure, failure_words, attention, changed_at)');
create unique index one_parcel_a_waybill on fulfilment.parcels (store_id, courier, awb) where awb <> '' and courier <> '';
create unique index one_parcel_a_request on fulfilment.parcels (store_id, order_id, request_key) where request_key is not null;
create index parcels_by_state on fulfilment.parcels (store_id, state, id);
create index parcels_that_wait on fulfilment.parcels (store_id, id) where attention is not null;

create table fulfilment.items (
    store_id uuid not null,
    parcel uuid not null,
    position bigint not null check (position > 0),
    quantity bigint not null check (quantity > 0),
    primary key (store_id, parcel, position),
    foreign key (store_id, parcel) references fulfilment.parcels
);
call vitrine.protect('fulfilment.items', 'select, insert');

-- Everything that was heard of a parcel, once each, in whatever order it came; and what we did with it ourselves.
create table fulfilment.events (
    store_id uuid not null,
    parcel uuid not null,
    key text not null check (key <> ''),
    at timestamptz not null,
    heard_at timestamptz not null,
    source text not null check (source in ('shop', 'courier')),
    code text not null,
    words text not null,
    place text not null,
    standing text,
    state text,
    actor text not null default vitrine.current_actor(),
    primary key (store_id, parcel, key),
    foreign key (store_id, parcel) references fulfilment.parcels
);
call vitrine.protect('fulfilment.events', 'select, insert, update (state)');
create index events_by_time on fulfilment.events (store_id, parcel, at);

-- What couriers told us, as they told it, after their token was found good. Deduplicated by a hash of the bytes; worked by jobs, which ask the courier.
create table fulfilment.messages (
    store_id uuid not null,
    courier text not null check (courier <> ''),
    event text not null check (event <> ''),
    awb text not null,
    words text not null,
    body bytea not null,
    received_at timestamptz not null,
    state text not null check (state in ('received', 'done', 'ignored', 'quarantined')),
    note text,
    worked_at timestamptz,
    primary key (store_id, courier, event)
);
call vitrine.protect('fulfilment.messages', 'select, insert, update (state, note, worked_at)');
create index messages_unfinished on fulfilment.messages (store_id, received_at) where state in ('received', 'quarantined');
