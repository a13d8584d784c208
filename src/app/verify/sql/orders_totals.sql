-- orders_totals() -> many Offence
-- What an order adds up to: as prices are entered, as what is paid for its lines, its delivery and its way of paying, and tax by tax.
select o.number as subject,
       format('subtotal %s - discount %s + shipping %s + fee %s + tax %s of which included %s + rounding %s is not total %s, or %s lines sum to %s, gross %s, tax %s', o.subtotal, o.discount,
              o.shipping, o.fee, o.tax, o.tax_included, o.rounding, o.total, count(l.position), coalesce(sum(l.total), 0), coalesce(sum(l.gross), 0), coalesce(sum(l.tax), 0)) as detail
from orders.orders o
left join orders.lines l on l.store_id = o.store_id and l.order_id = o.id
where o.store_id = vitrine.current_store()
group by o.id, o.number, o.subtotal, o.discount, o.tax, o.tax_included, o.shipping, o.shipping_discount, o.shipping_gross, o.shipping_tax, o.fee, o.fee_gross, o.fee_tax, o.rounding, o.total
having o.total <> o.subtotal - o.discount + o.shipping + o.fee + (o.tax - o.tax_included) + o.rounding
    or o.subtotal <> coalesce(sum(l.total), 0)
    or o.discount - o.shipping_discount <> coalesce(sum(l.discount), 0)
    or o.total <> coalesce(sum(l.gross), 0) + o.shipping_gross + o.fee_gross + o.rounding
    or o.tax <> coalesce(sum(l.tax), 0) + o.shipping_tax + o.fee_tax
    or count(l.position) = 0
    or bool_or(l.total <> l.unit_price * l.quantity)
