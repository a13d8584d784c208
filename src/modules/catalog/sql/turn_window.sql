-- turn_window(ProductId product, instant now) -> maybe i64
-- Nothing when the window does not turn: it was moved meanwhile, or another timer was first. The editors' version stays: nobody edited anything.
update catalog.products p
set in_window = not p.in_window, updated_at = $2
where p.store_id = vitrine.current_store() and p.id = $1
  and p.in_window <> ((p.published_from is null or p.published_from <= $2) and (p.published_until is null or $2 < p.published_until))
returning p.version
