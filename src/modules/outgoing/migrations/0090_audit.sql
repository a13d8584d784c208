-- What is in the audit log from here on. What is named is not kept there: secrets, and what tells of a person.
call vitrine.audit('outgoing.endpoints', 'staff', '{secret,previous_secret}');
call vitrine.audit('outgoing.deliveries', 'staff', '{body}');
