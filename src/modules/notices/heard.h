#pragma once
// The news this module listens to, and what it makes of them. Each is repeatable: what was said is not said again.
#include "modules/accounts/api.h"
#include "modules/launch/api.h"
#include "modules/orders/edited/api.h"
#include "modules/returns/api.h"

namespace vitrine::notices {

/// "We have your order"; for a bank transfer with where to pay instead.
Task<void> on_order_placed(App& app, const jobs::Attempt& attempt, const orders::OrderPlaced& news);
/// By the table of states; when an order is paid, also whether what it holds runs low.
Task<void> on_order_state_changed(App& app, const jobs::Attempt& attempt, const orders::OrderStateChanged& news);
/// To the buyer of an order that is to be edited: what is to be paid.
Task<void> on_difference_asked(App& app, const jobs::Attempt& attempt, const orders::DifferenceAsked& news);
/// To the buyer, whatever became of it.
Task<void> on_edit_ended(App& app, const jobs::Attempt& attempt, const orders::EditEnded& news);
/// To the buyer when money went back, to staff when it could not.
Task<void> on_refund_ended(App& app, const jobs::Attempt& attempt, const payments::RefundEnded& news);
/// To staff.
Task<void> on_payment_held(App& app, const jobs::Attempt& attempt, const payments::PaymentHeld& news);

/// To staff.
Task<void> on_return_asked(App& app, const jobs::Attempt& attempt, const returns::ReturnAsked& news);
/// To the buyer when a return is approved, rejected, received or exchanged; of money that went back `on_refund_ended` tells.
Task<void> on_return_moved(App& app, const jobs::Attempt& attempt, const returns::ReturnMoved& news);
/// To whoever left a cart alone and can be written to, unless he came back or bought meanwhile.
Task<void> on_cart_abandoned(App& app, const jobs::Attempt& attempt, const carts::CartAbandoned& news);
/// To the owner of the mailbox. What the letter is about is read now; the link in it is made when it is sent.
Task<void> on_account_letter(App& app, const jobs::Attempt& attempt, const accounts::Letter& news);
/// To a mailbox that was left on the page of a store that has not opened: the question, and then the news.
Task<void> on_launch_letter(App& app, const jobs::Attempt& attempt, const launch::SignupLetter& news);

void jobs(jobs::Registry& registry);

}  // namespace vitrine::notices
