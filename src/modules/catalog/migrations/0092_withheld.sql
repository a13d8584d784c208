-- A product may be published and still be withheld: somebody who vouches for goods (the quality gate) has not, or not any more.
alter table catalog.products add column is_withheld boolean not null default false;
alter table catalog.products drop column is_live;
alter table catalog.products
    add column is_live boolean not null generated always as (status = 'published' and deleted_at is null and in_window and not is_withheld) stored;

-- Stores whose new products wait until somebody vouches for them.
create table catalog.gates (
    store_id uuid not null,
    is_shut boolean not null,
    primary key (store_id)
);
call vitrine.protect('catalog.gates', 'select, insert, update');

create function catalog.withhold_new() returns trigger
    language plpgsql as $$
begin
    new.is_withheld := new.is_withheld or exists (select from catalog.gates g where g.store_id = new.store_id and g.is_shut);
    return new;
end $$;
create trigger new_products_wait_at_the_gate before insert on catalog.products
    for each row execute function catalog.withhold_new();
call vitrine.audit('catalog.gates');
call vitrine.wall('catalog.gates', 'public');
