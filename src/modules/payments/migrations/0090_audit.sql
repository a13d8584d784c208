-- What is in the audit log from here on. What is named is not kept there: secrets, and what tells of a person.
call vitrine.audit('payments.payments', 'staff', '{email}');
call vitrine.audit('payments.receipts', 'staff', '{note}');
call vitrine.audit('payments.refunds', 'everybody', '{end_note}');
call vitrine.audit('payments.transfers', 'everybody', '{note}');
call vitrine.audit('payments.disputes');
call vitrine.audit('payments.fraud_warnings', 'everybody', '{note}');
call vitrine.audit('payments.settlement_files');
