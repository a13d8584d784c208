-- What is in the audit log from here on. What is named is not kept there: secrets, and what tells of a person.
call vitrine.audit('documents.settings');
call vitrine.audit('documents.documents', 'staff', '{paper}');
