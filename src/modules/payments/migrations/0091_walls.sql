-- What a shopper's session may see of these tables.
call vitrine.wall('payments.payments', 'shop');
call vitrine.wall('payments.provider_references', 'shop');
call vitrine.wall('payments.receipts', 'shop');
call vitrine.wall('payments.refunds', 'shop');
call vitrine.wall('payments.webhook_inbox', 'shop');
call vitrine.wall('payments.instructions', 'shop');
call vitrine.wall('payments.proofs', 'shop');
call vitrine.wall('payments.disputes', 'shop');
call vitrine.wall('payments.fraud_warnings', 'shop');
call vitrine.wall('payments.transfers', 'shop');
call vitrine.wall('payments.settlement_files', 'staff');
call vitrine.wall('payments.settlement_lines', 'staff');
