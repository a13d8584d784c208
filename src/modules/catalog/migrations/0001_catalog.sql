-- What a shop sells: categories, brands, attributes, products and their variants, and the feed that tells the snapshots what changed.
create schema catalog;

create table catalog.categories (
    store_id uuid not null,
    id uuid not null,
    slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 120),
    name text not null check (length(name) between 1 and 120),
    name_local text check (length(name_local) between 1 and 120),
    parent_id uuid check (parent_id <> id),
    position integer not null default 0,
    primary key (store_id, id),
    unique (store_id, slug),
    foreign key (store_id, parent_id) references catalog.categories (store_id, id) deferrable initially deferred
);
call vitrine.protect('catalog.categories');

create table catalog.brands (
    store_id uuid not null,
    id uuid not null,
    name text not null check (length(name) between 1 and 80),
    primary key (store_id, id),
    unique (store_id, name)
);
call vitrine.protect('catalog.brands');

-- What products may say about themselves. `allowed` empty: anything of the kind goes.
create table catalog.attributes (
    store_id uuid not null,
    code text not null check (length(code) between 1 and 60),
    name text not null check (length(name) between 1 and 80),
    kind text not null default 'text' check (kind in ('text', 'number', 'yes_no')),
    allowed text[] not null default '{}',
    is_facet boolean not null default true,
    position integer not null default 0,
    primary key (store_id, code)
);
call vitrine.protect('catalog.attributes');

-- `attributes` is a JSON object of text by attribute code, `seo` one of title and description. `content_hash` is what the last import
-- wrote; null when somebody edited the product since, so that the next import looks again.
create table catalog.products (
    store_id uuid not null,
    id uuid not null,
    slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 120),
    title text not null check (length(title) between 1 and 200),
    title_local text check (length(title_local) between 1 and 200),
    description text not null default '' check (length(description) <= 20000),
    category_id uuid not null,
    brand_id uuid,
    status text not null check (status in ('active', 'draft', 'archived')),
    tags text[] not null default '{}',
    attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
    seo jsonb not null default '{}' check (jsonb_typeof(seo) = 'object'),
    popularity bigint not null default 0 check (popularity >= 0),
    content_hash uuid,
    version bigint not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (store_id, id),
    unique (store_id, slug),
    foreign key (store_id, category_id) references catalog.categories (store_id, id),
    foreign key (store_id, brand_id) references catalog.brands (store_id, id)
);
call vitrine.protect('catalog.products');
call vitrine.open_to_worker('catalog.products');

-- `options` is an array of [name, value] in the order people read them; `attributes` holds those that differ between variants.
create table catalog.variants (
    store_id uuid not null,
    id uuid not null,
    product_id uuid not null,
    sku text not null check (length(sku) between 1 and 64),
    barcode text check (barcode ~ '^[0-9]{8,14}$'),
    status text not null default 'active' check (status in ('active', 'archived')),
    position integer not null default 0,
    options jsonb not null default '[]' check (jsonb_typeof(options) = 'array'),
    attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
    weight_grams bigint check (weight_grams >= 0),
    version bigint not null default 1,
    primary key (store_id, id),
    unique (store_id, sku),
    -- Deferred: a file may hand one article's barcode to another.
    unique (store_id, barcode) deferrable initially deferred,
    foreign key (store_id, product_id) references catalog.products (store_id, id)
);
call vitrine.protect('catalog.variants');
create index variants_of_product on catalog.variants (store_id, product_id, position);

-- The feed the snapshots follow. A follower that pages by `id` would step over transactions still open, so rows carry their transaction:
-- read from the oldest one that was open at the last reading. A null product means the whole store.
create table catalog.changes (
    store_id uuid not null,
    id bigint generated always as identity,
    xid xid8 not null default pg_current_xact_id(),
    product_id uuid,
    noted_at timestamptz not null default now(),
    primary key (store_id, id)
);
call vitrine.protect('catalog.changes', 'select, insert');
call vitrine.open_to_worker('catalog.changes', 'select, delete');
create index changes_by_transaction on catalog.changes (xid);
create index changes_by_age on catalog.changes (noted_at);
