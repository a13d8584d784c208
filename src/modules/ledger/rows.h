#pragma once
#include "modules/ledger/api.h"

namespace vitrine::ledger {

struct ClearingDay {
    std::string day, gateway;          ///< day: YYYY-MM-DD of the store
    Currency currency;
    std::string kind;
    std::int64_t count = 0, minor = 0;
};
SHAPE(ClearingDay, day, gateway, currency, kind, count, minor)
struct ClearingOpening {
    std::string gateway;
    Currency currency;
    std::int64_t minor = 0;
};
SHAPE(ClearingOpening, gateway, currency, minor)
struct AccountSum {
    std::string account;
    Currency currency;
    std::int64_t debits = 0, credits = 0;
};
SHAPE(AccountSum, account, currency, debits, credits)

}  // namespace vitrine::ledger
