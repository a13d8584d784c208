-- Goods that come to an order later, by an edit, stand beside what it has of the same article already: each such part is sold and let go by itself.
alter table stock.reservations drop constraint reservations_part_check;
alter table stock.reservations add constraint reservations_part_check check (part >= 0);
