-- What is in the audit log from here on. What is named is not kept there: secrets, and what tells of a person.
call vitrine.audit('returns.policies');
call vitrine.audit('returns.returns', 'staff', '{words,reason_words,decision,attention_words,plan}');
call vitrine.audit('returns.lines', 'staff', '{note}');
