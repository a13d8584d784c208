-- Shortages are decided under the locks of the levels, order by order, so that one short order does not fail those that share its transaction.
drop function stock.refuse(jsonb);
