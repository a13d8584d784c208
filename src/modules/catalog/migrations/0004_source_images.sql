-- Where pictures are that an import named and nobody has fetched yet: by product, some of them of one variant.
create table catalog.source_images (
    store_id uuid not null,
    product_id uuid not null,
    position integer not null check (position >= 0),
    variant_id uuid,
    url text not null check (url ~ '^https?://' and length(url) <= 2000),
    alt text not null default '' check (length(alt) <= 1000),
    primary key (store_id, product_id, position),
    foreign key (store_id, product_id) references catalog.products (store_id, id) on delete cascade,
    foreign key (store_id, variant_id) references catalog.variants (store_id, id) on delete cascade
);
call vitrine.protect('catalog.source_images', 'select, insert, delete');
create index source_images_of_variant on catalog.source_images (store_id, variant_id) where variant_id is not null;
