-- edit_order(OrderId id, json shipping_address, i64 subtotal, i64 discount, i64 tax, i64 tax_included, i64 shipping, i64 shipping_discount, i64 shipping_gross, i64 shipping_tax, i64 rounding, i64 total, i64 payable, json breakdown, text shipping_name, PaymentId payment, instant expires, i64 fee, i64 fee_gross, i64 fee_tax) -> count
update orders.orders
set shipping_address = $2, subtotal = $3, discount = $4, tax = $5, tax_included = $6, shipping = $7, shipping_discount = $8, shipping_gross = $9, shipping_tax = $10, rounding = $11,
    total = $12, payable = $13, breakdown = $14, shipping_name = $15, payment = $16, expires_at = $17, fee = $18, fee_gross = $19, fee_tax = $20, edits = edits + 1
where store_id = vitrine.current_store() and id = $1
