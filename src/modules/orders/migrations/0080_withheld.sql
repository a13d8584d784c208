-- What the shop keeps of what goods were paid with that came back: amount = the items' gross + rounding + allowance - withheld.
alter table orders.refunds add column withheld bigint not null default 0 check (withheld >= 0);
