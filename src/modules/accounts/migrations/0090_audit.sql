-- What is in the audit log from here on. What is named is not kept there: secrets, and what tells of a person.
call vitrine.audit('accounts.people', 'everybody', '{email,email_key,name,password_hash,totp_sealed,totp_step}');
call vitrine.audit('accounts.sessions', 'everybody', '{device,agent,network}');
call vitrine.audit('accounts.links', 'everybody', '{email,former_email,name,password_hash,return_to}');
call vitrine.audit('accounts.recovery_codes', 'everybody', '{hash}');
call vitrine.audit('accounts.addresses', 'everybody', '{address}');
call vitrine.audit('accounts.signing_keys', 'everybody', '{modulus,exponent,sealed}');
call vitrine.audit('accounts.roles');
call vitrine.audit('accounts.identities', 'everybody', '{subject,email}');
call vitrine.audit('accounts.passkeys', 'everybody', '{credential,public_key,counter,name,used_at}');
