-- save_list(PriceListId id, text code, text name, Currency currency, bool includes_tax, i64 priority, text? customer_group, text? channel, text? valid_from, text? valid_until, i64? factor_ppm, i64 round_to_minor, bool is_active) -> one i64
-- Gives the version: 1 for a new list, one more for a changed one.
insert into prices.price_lists as l (store_id, id, code, name, currency, includes_tax, priority, customer_group, channel, valid_from, valid_until, factor_ppm, round_to_minor,
                                     is_active)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (store_id, id) do update
set code = excluded.code, name = excluded.name, currency = excluded.currency, includes_tax = excluded.includes_tax, priority = excluded.priority,
    customer_group = excluded.customer_group, channel = excluded.channel, valid_from = excluded.valid_from, valid_until = excluded.valid_until,
    factor_ppm = excluded.factor_ppm, round_to_minor = excluded.round_to_minor, is_active = excluded.is_active, version = l.version + 1, updated_at = now()
returning version
