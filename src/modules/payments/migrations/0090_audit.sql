-- What is in the audit log from here on. What is named is not kept there: secrets, and what tells of a person.
call vitrine.audit('payments.payments', 'staff', '{email,failure}');
call vitrine.audit('payments.receipts', 'staff', '{note}');
call vitrine.audit('payments.refunds', 'everybody', '{end_note,reason,failure}');
call vitrine.audit('payments.transfers', 'everybody', '{note,bank_reference}');
call vitrine.audit('payments.disputes', 'everybody', '{reason}');
call vitrine.audit('payments.fraud_warnings', 'everybody', '{note,reason,closed_reason}');
call vitrine.audit('payments.settlement_files');
