-- Since when popularity is what sells. A store without a row here has not sold yet: its products keep the placeholder they were made with.
create table catalog.popularity_counts (
    store_id uuid primary key,
    counted_at timestamptz not null,
    products bigint not null check (products >= 0)
);
call vitrine.protect('catalog.popularity_counts', 'select, insert, update');
