-- void_coupon(CouponId id) -> count
update promotions.coupons set is_void = true
where store_id = vitrine.current_store() and id = $1
