-- orders_carts() -> many Offence
-- A cart becomes at most one order, and knows which.
select vitrine.id_text('cart', coalesce(o.cart, c.id)) as subject,
       format('%s orders came of it (%s); the cart names %s', coalesce(o.orders, 0), coalesce(o.names, 'none'), coalesce(c.order_ref, 'none')) as detail
from (select cart, count(*) as orders, string_agg(number, ', ' order by number) as names, min(vitrine.id_text('ord', id)) as order_ref
      from orders.orders where store_id = vitrine.current_store() group by cart) o
full join (select id, order_ref from carts.carts where store_id = vitrine.current_store() and order_ref is not null) c on c.id = o.cart
where o.orders is distinct from 1 or c.order_ref is distinct from o.order_ref
