-- What payments said of an order's money and nobody could act on yet: while an order waits for its review, doubt about its money must outlive the review.
alter table orders.orders add column doubt text;
