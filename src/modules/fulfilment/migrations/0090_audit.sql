-- What is in the audit log from here on. What is named is not kept there: secrets, and what tells of a person.
call vitrine.audit('fulfilment.parcels', 'staff', '{contents,label,label_url,pickup_token,tracking_url,status,failure_words,attention}');
