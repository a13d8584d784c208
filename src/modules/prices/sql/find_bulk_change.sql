-- find_bulk_change(text key) -> maybe BulkClaim{bytes fingerprint, json report}
select fingerprint, report from prices.bulk_changes where store_id = vitrine.current_store() and key = $1
