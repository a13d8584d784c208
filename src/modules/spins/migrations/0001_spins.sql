-- Turntables of goods: where each is to be had, its frames as far as they are ours, and what shoppers see.
create schema spins;

create table spins.spins (
    store_id uuid not null,
    product_id uuid not null,
    version bigint not null default 1 check (version > 0),
    round bigint not null default 0 check (round >= 0),
    state text not null default 'pending' check (state in ('pending', 'mirroring', 'incomplete', 'complete', 'published')),
    source text not null check (length(source) between 8 and 1000),
    frames bigint not null check (frames between 8 and 1024),
    first bigint not null check (first between 0 and 1),
    at_once bigint not null check (at_once between 1 and 16),
    per_second bigint not null check (per_second between 1 and 200),
    width bigint not null default 0,
    height bigint not null default 0,
    edition text not null default '',
    paused_until timestamptz,
    updated_at timestamptz not null default now(),
    actor text not null default vitrine.current_actor(),
    primary key (store_id, product_id),
    constraint only_whole_ones_have_an_edition check ((edition <> '') = (state in ('complete', 'published')))
);
call vitrine.protect('spins.spins', 'select, insert, update');
call vitrine.wall('spins.spins', 'staff');
call vitrine.audit('spins.spins', 'staff');
create index spins_by_state on spins.spins (store_id, state, product_id);

create table spins.frames (
    store_id uuid not null,
    product_id uuid not null,
    number bigint not null check (number >= 0),
    digest bytea check (length(digest) = 32),
    source_digest bytea check (length(source_digest) = 32),
    bytes bigint not null default 0,
    width bigint not null default 0,
    height bigint not null default 0,
    brightness bigint not null default 0,
    tries bigint not null default 0,
    fault text check (fault in ('missing', 'undecodable', 'wrong_size', 'duplicate', 'jump', 'refused')),
    detail text not null default '' check (length(detail) <= 500),
    primary key (store_id, product_id, number),
    foreign key (store_id, product_id) references spins.spins (store_id, product_id)
);
call vitrine.protect('spins.frames');
call vitrine.wall('spins.frames', 'staff');

-- What shoppers see: the hashes of the frames behind each other, in hex. Nothing of where they came from.
create table spins.published (
    store_id uuid not null,
    product_id uuid not null,
    edition text not null check (edition <> ''),
    width bigint not null,
    height bigint not null,
    digests text not null check (length(digests) > 0 and length(digests) % 64 = 0),
    primary key (store_id, product_id)
);
call vitrine.protect('spins.published');
call vitrine.open_to_worker('spins.published');
call vitrine.wall('spins.published', 'public');
