-- Pictures, drawings, videos and models that a store owns. The files lie in the object store; every object is named by a row here before it is put there,
-- so nothing in the store is unknown, whatever dies in between.
create schema media;

-- `edition` is what URLs name: made from the content, the focal point and the recipe of the renditions. Another picture in its place is another edition.
create table media.media (
    store_id uuid not null,
    id uuid not null,
    version bigint not null default 1 check (version > 0),
    kind text not null check (kind in ('picture', 'drawing', 'video', 'model')),
    name text not null check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(name) <= 60),
    media_type text not null,
    digest bytea not null check (octet_length(digest) = 32),
    size bigint not null check (size > 0),
    edition text not null check (edition ~ '^[a-p]{24}$'),
    width integer not null check (width >= 0),
    height integer not null check (height >= 0),
    duration_ms bigint not null default 0 check (duration_ms >= 0),
    colour text not null default '' check (colour ~ '^(#[0-9a-f]{6})?$'),
    blur bytea not null default '',
    focus_x integer not null default 500 check (focus_x between 0 and 1000),
    focus_y integer not null default 500 check (focus_y between 0 and 1000),
    is_private boolean not null default false,
    alt jsonb not null default '{}',
    actor text not null default vitrine.current_actor(),
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    primary key (store_id, id)
);
call vitrine.protect('media.media');
create unique index one_media_a_content on media.media (store_id, digest, is_private);
create index media_by_time on media.media (store_id, created_at desc, id desc);

-- Who changed what. What is written stays.
create table media.changes (
    store_id uuid not null,
    media_id uuid not null,
    version bigint not null,
    what text not null check (what in ('uploaded', 'replaced', 'edited', 'deleted')),
    detail jsonb not null,
    actor text not null default vitrine.current_actor(),
    at timestamptz not null default now(),
    primary key (store_id, media_id, version, what)
);
call vitrine.protect('media.changes', 'select, insert');

-- What lies in the object store. pending: about to be put; stored: there and made sure of; retired: nothing shows it any more, deleted when pages that were
-- made before have run out; doomed: being deleted, so nobody puts it meanwhile.
create table media.objects (
    store_id uuid not null,
    key text not null check (length(key) <= 400),
    media_id uuid not null,
    edition text not null,
    digest bytea not null check (octet_length(digest) = 32),
    size bigint not null check (size > 0),
    media_type text not null,
    width integer not null default 0,
    height integer not null default 0,
    state text not null default 'pending' check (state in ('pending', 'stored', 'retired', 'doomed')),
    changed_at timestamptz not null default now(),
    primary key (store_id, key)
);
call vitrine.protect('media.objects');
create index objects_of_media on media.objects (store_id, media_id, edition);
create index objects_to_delete on media.objects (store_id, changed_at) where state <> 'stored';

-- A file on its way in, in parts. Nothing of it is shown before its state is done.
create table media.uploads (
    store_id uuid not null,
    id uuid not null,
    media_id uuid not null,
    replaces boolean not null default false,
    filename text not null,
    size bigint not null check (size > 0),
    received bigint not null default 0 check (received between 0 and size),
    digest bytea check (octet_length(digest) = 32),
    is_private boolean not null default false,
    alt jsonb not null default '{}',
    product_id uuid,
    variant_id uuid,
    source_url text,
    state text not null default 'receiving' check (state in ('receiving', 'checking', 'done', 'refused', 'expired')),
    fault text not null default '',
    detail text not null default '',
    is_duplicate boolean not null default false,
    actor text not null default vitrine.current_actor(),
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    expires_at timestamptz not null,
    primary key (store_id, id),
    check ((state = 'refused') = (fault <> ''))
);
call vitrine.protect('media.uploads');
create index uploads_by_expiry on media.uploads (store_id, expires_at);

create table media.parts (
    store_id uuid not null,
    upload_id uuid not null,
    at_byte bigint not null check (at_byte >= 0),
    digest bytea not null check (octet_length(digest) = 32),
    size bigint not null check (size > 0),
    is_used boolean not null default false,
    primary key (store_id, upload_id, at_byte, digest),
    foreign key (store_id, upload_id) references media.uploads (store_id, id) on delete cascade
);
call vitrine.protect('media.parts');
create unique index one_part_a_place on media.parts (store_id, upload_id, at_byte) where is_used;

-- What a product shows, in order; some of it belongs to one variant.
create table media.product_media (
    store_id uuid not null,
    product_id uuid not null,
    position integer not null check (position >= 0),
    media_id uuid not null,
    variant_id uuid,
    primary key (store_id, product_id, position),
    foreign key (store_id, media_id) references media.media (store_id, id)
);
call vitrine.protect('media.product_media');
create index products_of_media on media.product_media (store_id, media_id);

-- What came of pictures that imports named by URL.
create table media.fetches (
    store_id uuid not null,
    product_id uuid not null,
    url text not null check (length(url) <= 2000),
    upload_id uuid,
    fault text not null default '',
    tried_at timestamptz not null default now(),
    primary key (store_id, product_id, url)
);
call vitrine.protect('media.fetches');
