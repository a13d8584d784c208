-- What is in the audit log from here on. What is named is not kept there: secrets, and what tells of a person.
call vitrine.audit('stock.levels', 'staff');
call vitrine.audit('stock.warehouses');
call vitrine.audit('stock.policies');
call vitrine.audit('stock.transfers');
call vitrine.audit('stock.transfer_lines');
call vitrine.audit('stock.counts');
call vitrine.audit('stock.count_lines');
call vitrine.audit('stock.settings');
call vitrine.audit('stock.lanes');
call vitrine.audit('stock.reservations', 'staff');
call vitrine.audit('stock.promises', 'staff', '{destination}');
