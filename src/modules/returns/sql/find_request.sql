-- find_request(text key) -> maybe StoredRequest{bytes fingerprint, text answer}
select fingerprint, answer
from returns.requests
where store_id = vitrine.current_store() and key = $1
