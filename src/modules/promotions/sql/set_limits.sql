-- set_limits(PromotionId promotion, i64? uses, i64? per_customer, i64? budget, text? currency) -> count
select promotions.set_limits($1, $2, $3, $4, $5)
