-- The lowest price of the 30 days before the present one began (Directive 98/6/EC, article 6a), for the prices of lists as for base prices; null: there was none before.
alter table prices.list_prices add column lowest_minor bigint check (lowest_minor >= 0);
