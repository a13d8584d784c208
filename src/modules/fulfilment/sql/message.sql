-- message(text courier, text event) -> maybe MessageRow{text courier, text event, text awb, text words, text state}
select courier, event, awb, words, state
from fulfilment.messages
where store_id = vitrine.current_store() and courier = $1 and event = $2
