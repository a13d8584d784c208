-- spend_invitations_of(text inviter, instant now) -> count
update accounts.links set used_at = $2
where store_id = vitrine.current_store() and purpose = 'invitation' and inviter = $1 and used_at is null
