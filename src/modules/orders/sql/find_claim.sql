-- find_claim(text key) -> maybe Claim{bytes fingerprint, json answer}
select fingerprint, answer
from orders.idempotency
where store_id = vitrine.current_store() and key = $1
