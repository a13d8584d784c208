-- What an order came to, in full: discounts, taxes by component, delivery with its tax, rounding and what was paid for each line, so that the true
-- share of every part can be given back later. `breakdown` holds what people read and credit notes repeat (shapes OrderBreakdown, LineBreakdown).
alter table orders.orders
    add column tax_included bigint not null default 0 check (tax_included between 0 and tax),
    add column shipping_discount bigint not null default 0 check (shipping_discount between 0 and shipping),
    add column shipping_gross bigint not null default 0 check (shipping_gross >= 0),
    add column shipping_tax bigint not null default 0 check (shipping_tax between 0 and shipping_gross),
    add column rounding bigint not null default 0,
    add column payable bigint not null default 0 check (payable between 0 and total),
    add column breakdown jsonb,
    drop constraint totals_add_up;
update orders.orders set shipping_gross = shipping, payable = total;
alter table orders.orders
    add constraint totals_add_up check (total = subtotal - discount + shipping + (tax - tax_included) + rounding and total >= 0);

alter table orders.lines
    add column discount bigint not null default 0 check (discount >= 0),
    add column net bigint not null default 0 check (net >= 0),
    add column tax bigint not null default 0 check (tax >= 0),
    add column gross bigint not null default 0,
    add column breakdown jsonb;
update orders.lines set net = total, gross = total;
alter table orders.lines
    add constraint line_adds_up check (gross = net + tax and total - discount in (gross, net));
