#pragma once
#include <functional>

#include "tests/shop/till.h"

namespace vitrine::test {

/// The steps that race after a buyer was sent to pay, one letter each, in every order that can happen. A letter may stand there twice.
struct Roads {
    std::string steps;                 ///< "prnvs"
    char pays = 'p';                   ///< the buyer pays, and
    std::string afterwards;            ///< these cannot come before that
    int every_nth = 1;                 ///< of the orders that can happen
    std::int64_t price_minor = 0;
    /// Opens a payment; gives it with what performs its steps.
    std::function<std::pair<payments::PaymentId, std::function<void(char)>>()> begin;
};

/// Each story on a payment of its own, all in one shop; each must end in one capture and one piece of news, whatever the order. Gives how many were told.
std::int64_t tell_all(Till& till, Roads roads);

}  // namespace vitrine::test
