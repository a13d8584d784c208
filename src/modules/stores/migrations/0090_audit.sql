-- What is in the audit log from here on. What is named is not kept there: secrets, and what tells of a person.
call vitrine.audit('stores.stores');
call vitrine.audit('stores.api_keys', 'everybody', '{hash}');
