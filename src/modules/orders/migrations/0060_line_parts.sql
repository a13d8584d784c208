-- What one piece of a bundle took from the shelves, as the bundle was when it was ordered. Lines of anything else have no rows.
create table orders.line_parts (
    store_id uuid not null,
    order_id uuid not null,
    position bigint not null,
    variant uuid not null,
    quantity bigint not null check (quantity > 0),
    primary key (store_id, order_id, position, variant),
    foreign key (store_id, order_id, position) references orders.lines
);
call vitrine.protect('orders.line_parts', 'select, insert');
