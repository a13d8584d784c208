-- find_suppressed(Channel[] channel, text[] address) -> many SuppressionRow
select s.channel, s.address, s.reason, s.detail, s.actor, s.at
from unnest($1, $2) as w (channel, address)
join notices.suppressions s on s.store_id = vitrine.current_store() and s.channel = w.channel and s.address = w.address
