-- What is in the audit log: of runs and pieces what people decide; what feeds move is in the runs' own lists.
call vitrine.audit('suppliers.suppliers');
call vitrine.audit('suppliers.feeds', 'staff', '{secrets}');
call vitrine.audit('suppliers.rates');
call vitrine.audit('suppliers.order_apis', 'everybody', '{secrets}');
call vitrine.audit('suppliers.runs', 'staff');
call vitrine.audit('suppliers.items', 'staff');
call vitrine.audit('suppliers.submissions', 'staff');
-- What a shopper's session may see of these tables: nothing; where goods come from is nobody's business.
call vitrine.wall('suppliers.suppliers', 'staff');
call vitrine.wall('suppliers.feeds', 'staff');
call vitrine.wall('suppliers.changes', 'staff');
call vitrine.wall('suppliers.rates', 'staff');
call vitrine.wall('suppliers.runs', 'staff');
call vitrine.wall('suppliers.run_faults', 'staff');
call vitrine.wall('suppliers.run_diffs', 'staff');
call vitrine.wall('suppliers.items', 'staff');
call vitrine.wall('suppliers.offers', 'staff');
call vitrine.wall('suppliers.order_apis', 'staff');
call vitrine.wall('suppliers.submissions', 'staff');
call vitrine.wall('suppliers.submission_lines', 'staff');
call vitrine.wall('suppliers.submission_log', 'staff');
