-- edit_staff(uuid person, text[] roles, bool is_blocked) -> one StaffListRow
update accounts.people set roles = $2, is_blocked = $3, version = version + 1
where store_id = vitrine.current_store() and id = $1 and kind = 'staff'
returning id, email, name, roles, is_blocked,
    totp_since is not null or exists (select from accounts.passkeys k where k.store_id = people.store_id and k.person = people.id) as has_second_factor, signed_in_at, version
