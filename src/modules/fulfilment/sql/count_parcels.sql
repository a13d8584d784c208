-- count_parcels(OrderId order_id) -> one i64
select count(*) from fulfilment.parcels
where store_id = vitrine.current_store() and order_id = $1 and not is_return and state <> 'cancelled'
