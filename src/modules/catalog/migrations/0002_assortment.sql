-- The life cycle of products, typed attributes in sets, bundles, related products, slugs that go on leading to what was renamed.

-- What imports wrote as `active` is published now. Row security is forced on the owner as well, so it steps aside for the rewrite.
alter table catalog.products no force row level security;
alter table catalog.products drop constraint products_status_check;
update catalog.products set status = 'published' where status = 'active';
alter table catalog.products force row level security;

-- `in_window` is kept by edits of the window and by the timers at its ends, because a generated column cannot look at a clock; `is_live` is
-- what the snapshots show. `options` declares names and values in order; empty: as the variants have them. `has_links`: look into `links`.
alter table catalog.products
    add constraint products_status_check check (status in ('draft', 'submitted', 'approved', 'rejected', 'published', 'archived')),
    add column published_from timestamptz,
    add column published_until timestamptz,
    add column in_window boolean not null default true,
    add column deleted_at timestamptz,
    add column is_live boolean not null generated always as (status = 'published' and deleted_at is null and in_window) stored,
    add column is_unique boolean not null default false,
    add column has_links boolean not null default false,
    add column options jsonb not null default '[]' check (jsonb_typeof(options) = 'array'),
    add constraint products_window_is_not_empty check (published_until > published_from);

alter table catalog.variants
    add column has_components boolean not null default false,
    add column length_mm bigint check (length_mm > 0),
    add column width_mm bigint check (width_mm > 0),
    add column height_mm bigint check (height_mm > 0);

alter table catalog.categories
    add column description text not null default '' check (length(description) <= 20000),
    add column seo jsonb not null default '{}' check (jsonb_typeof(seo) = 'object'),
    add column version bigint not null default 1;

alter table catalog.brands
    add column description text not null default '' check (length(description) <= 20000),
    add column website text check (length(website) <= 300),
    add column version bigint not null default 1;

-- Values are stored as text in one spelling (numbers without needless zeros, dates as 2026-03-01, dimensions as "6.41 × 6.44 × 3.98"),
-- many choices as an array of text.
alter table catalog.attributes no force row level security;
alter table catalog.attributes drop constraint attributes_kind_check;
update catalog.attributes set kind = 'boolean' where kind = 'yes_no';
alter table catalog.attributes force row level security;
alter table catalog.attributes
    add constraint attributes_kind_check check (kind in ('text', 'number', 'boolean', 'choice', 'choices', 'date', 'dimension')),
    add constraint attributes_choices_are_listed check (kind not in ('choice', 'choices') or cardinality(allowed) > 0),
    add column unit text check (length(unit) between 1 and 20),
    add column is_searchable boolean not null default true,
    add column is_sortable boolean not null default false,
    add column is_required boolean not null default false,
    add column version bigint not null default 1;

-- Which attributes goods of a kind have. A category has its own sets and those of all above it; attributes in no set may stand anywhere.
create table catalog.attribute_sets (
    store_id uuid not null,
    id uuid not null,
    name text not null check (length(name) between 1 and 80),
    version bigint not null default 1,
    primary key (store_id, id),
    unique (store_id, name)
);
call vitrine.protect('catalog.attribute_sets');

create table catalog.attribute_set_members (
    store_id uuid not null,
    set_id uuid not null,
    code text not null,
    position integer not null default 0,
    is_required boolean not null default false,
    primary key (store_id, set_id, code),
    foreign key (store_id, set_id) references catalog.attribute_sets (store_id, id) on delete cascade,
    foreign key (store_id, code) references catalog.attributes (store_id, code)
);
call vitrine.protect('catalog.attribute_set_members');

create table catalog.category_sets (
    store_id uuid not null,
    category_id uuid not null,
    set_id uuid not null,
    primary key (store_id, category_id, set_id),
    foreign key (store_id, category_id) references catalog.categories (store_id, id) on delete cascade,
    foreign key (store_id, set_id) references catalog.attribute_sets (store_id, id)
);
call vitrine.protect('catalog.category_sets');

-- Names a thing had before. They lead to the thing, not to another name: so there are no chains and no loops, whatever is renamed how often.
create table catalog.slug_history (
    store_id uuid not null,
    kind text not null check (kind in ('product', 'category')),
    slug text not null,
    target_id uuid not null,
    renamed_at timestamptz not null,
    primary key (store_id, kind, slug)
);
call vitrine.protect('catalog.slug_history');
create index slug_history_of_target on catalog.slug_history (store_id, target_id);

-- Every move of a product's life, with who made it. Outlives the product.
create table catalog.moves (
    store_id uuid not null,
    product_id uuid not null,
    id bigint generated always as identity,
    from_status text not null,
    verb text not null,
    to_status text not null,
    reason text not null default '' check (length(reason) <= 2000),
    actor text not null,
    moved_at timestamptz not null,
    primary key (store_id, product_id, id)
);
call vitrine.protect('catalog.moves', 'select, insert');

create table catalog.links (
    store_id uuid not null,
    product_id uuid not null,
    kind text not null check (kind in ('related', 'accessory', 'upsell')),
    other_id uuid not null check (other_id <> product_id),
    position integer not null default 0,
    primary key (store_id, product_id, kind, other_id),
    foreign key (store_id, product_id) references catalog.products (store_id, id) on delete cascade,
    foreign key (store_id, other_id) references catalog.products (store_id, id) on delete cascade
);
call vitrine.protect('catalog.links');
create index links_to_product on catalog.links (store_id, other_id);

-- What is in one piece of a bundle. A bundle is not part of another: admin edits lock both variants and look.
create table catalog.components (
    store_id uuid not null,
    bundle_id uuid not null,
    variant_id uuid not null check (variant_id <> bundle_id),
    quantity bigint not null check (quantity between 1 and 9999),
    position integer not null default 0,
    primary key (store_id, bundle_id, variant_id),
    foreign key (store_id, bundle_id) references catalog.variants (store_id, id) on delete cascade,
    foreign key (store_id, variant_id) references catalog.variants (store_id, id)
);
call vitrine.protect('catalog.components');
create index components_by_part on catalog.components (store_id, variant_id);

-- Requests that must not happen twice: claimed in the transaction that does the work.
create table catalog.requests (
    store_id uuid not null,
    key text not null check (length(key) between 1 and 255),
    fingerprint bytea not null check (length(fingerprint) = 32),
    answer jsonb not null,
    claimed_at timestamptz not null,
    constraint catalog_request_claimed_once primary key (store_id, key)
);
call vitrine.protect('catalog.requests');
create index requests_by_time on catalog.requests (store_id, claimed_at);
