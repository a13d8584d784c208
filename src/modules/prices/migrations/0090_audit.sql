-- What is in the audit log from here on.
call vitrine.audit('prices.prices');
call vitrine.audit('prices.price_lists');
call vitrine.audit('prices.list_prices');
call vitrine.audit('prices.bulk_changes');
