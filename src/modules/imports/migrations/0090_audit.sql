-- What is in the audit log from here on.
call vitrine.audit('imports.runs');
