-- grow_order(OrderId id, i64 subtotal, i64 discount, i64 tax, i64 tax_included, i64 shipping, i64 shipping_gross, i64 shipping_tax, i64 rounding, i64 total, json breakdown, text shipping_name, json shipping_address) -> count
update orders.orders
set subtotal = subtotal + $2, discount = discount + $3, tax = tax + $4, tax_included = tax_included + $5, shipping = shipping + $6, shipping_gross = shipping_gross + $7,
    shipping_tax = shipping_tax + $8, rounding = rounding + $9, total = total + $10, breakdown = $11, shipping_name = $12, shipping_address = $13, edits = edits + 1
where store_id = vitrine.current_store() and id = $1
