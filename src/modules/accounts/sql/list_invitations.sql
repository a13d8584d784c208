-- list_invitations(instant now) -> many InvitationRow
select id, email, name, roles, inviter, made_at, ends_at
from accounts.links
where store_id = vitrine.current_store() and purpose = 'invitation' and used_at is null and ends_at > $1
order by made_at desc, id desc
limit 1000
