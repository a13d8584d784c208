#pragma once
#include <string>

#include "core/shape.h"
#include "modules/payments/api.h"

namespace vitrine::selftest {

/// One figure of a shop's books: "ledger surplus INR", "receipts order".
struct BookLine {
    std::string name;
    std::int64_t value = 0;
};
SHAPE(BookLine, name, value)

/// A table with all its rows, as text.
struct DumpedTable {
    std::string name, lines;
};
SHAPE(DumpedTable, name, lines)

/// What our books say came in and went back for one payment, in minor units.
struct PaymentMoney {
    payments::PaymentId id;
    std::string method, state;
    std::int64_t asked = 0, taken = 0, given_back = 0;
    std::int64_t captures = 0;     ///< receipts that pay its order, over all payments of the order
    std::int64_t announced = 0;    ///< how often PaymentSucceeded was published
};
SHAPE(PaymentMoney, id, method, state, asked, taken, given_back, captures, announced)

/// A refund that a person carries out.
struct RefundByHand {
    payments::RefundId id;
    payments::PaymentId payment;
    std::string method;
    std::int64_t amount = 0;
    Currency currency;
};
SHAPE(RefundByHand, id, payment, method, amount, currency)

/// Something that waits for an end that should have come.
struct LooseEnd {
    std::string what, subject, detail;
};
SHAPE(LooseEnd, what, subject, detail)

}  // namespace vitrine::selftest
