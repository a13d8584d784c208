-- Up to which transaction each store's change feed was cleaned away. A snapshot kept on disk may be caught up from the feed only when its own
-- floor is above: then nothing it has not seen is missing.
create table catalog.forgotten (
    store_id uuid not null,
    xid xid8 not null,
    primary key (store_id)
);
call vitrine.protect('catalog.forgotten', 'select');
call vitrine.open_to_worker('catalog.forgotten', 'select, insert, update');
