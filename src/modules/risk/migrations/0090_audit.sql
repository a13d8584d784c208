-- What is in the audit log from here on. What is named is not kept there: secrets, and what tells of a person.
call vitrine.audit('risk.rules');
call vitrine.audit('risk.settings');
call vitrine.audit('risk.reviews', 'staff', '{email,assessment,reason}');
