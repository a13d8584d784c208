-- find_request(text key) -> maybe StoredRequest
select fingerprint, answer from catalog.requests where store_id = vitrine.current_store() and key = $1
