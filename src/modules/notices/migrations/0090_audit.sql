-- What is in the audit log from here on. What is named is not kept there: secrets, and what tells of a person.
call vitrine.audit('notices.settings');
call vitrine.audit('notices.templates');
call vitrine.audit('notices.suppressions', 'everybody', '{address,detail}');
call vitrine.audit('notices.notices', 'staff', '{dedup_key,recipient,facts,preferences_of}');
