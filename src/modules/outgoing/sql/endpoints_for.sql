-- endpoints_for(text event_name) -> many EndpointId
select id
from outgoing.endpoints
where store_id = vitrine.current_store() and state = 'enabled' and (events @> array[$1::text] or events @> array['*'::text])
order by id
