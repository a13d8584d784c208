#include "app/selftest/stand.h"

namespace vitrine::selftest {

std::vector<std::unique_ptr<Stand>> all_stands(Loop& loop, web::Client& web, std::uint64_t seed, std::function<Instant()> clock) {
    std::vector<std::unique_ptr<Stand>> all;
    all.push_back(stripe_stand(loop, web, seed));
    all.push_back(razorpay_stand(loop, web, seed));
    all.push_back(jazzcash_stand(loop, web, seed, std::move(clock)));
    all.push_back(by_hand_stand("bank_transfer", *Currency::parse("PKR")));
    all.push_back(by_hand_stand("cash_on_delivery", *Currency::parse("INR")));
    return all;
}

std::vector<std::string> stand_codes() { return {"stripe", "razorpay", "jazzcash", "bank_transfer", "cash_on_delivery"}; }

}  // namespace vitrine::selftest
