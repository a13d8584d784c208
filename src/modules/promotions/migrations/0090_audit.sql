-- What is in the audit log from here on.
call vitrine.audit('promotions.promotions');
call vitrine.audit('promotions.limits', 'staff');
call vitrine.audit('promotions.batches');
call vitrine.audit('promotions.coupons', 'staff');
call vitrine.audit('promotions.settings');
