-- remove_identity(uuid person, text provider) -> count
-- Whoever has no password would be locked out but for links in mails, which always work.
delete from accounts.identities
where store_id = vitrine.current_store() and person = $1 and provider = $2
