-- remove_suppression(Channel channel, text address) -> count
delete from notices.suppressions where store_id = vitrine.current_store() and channel = $1 and address = $2
