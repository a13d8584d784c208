#include "app/selftest/stand.h"

namespace vitrine::selftest {

std::vector<std::unique_ptr<Stand>> all_stands(Loop& loop, web::Client& web, std::uint64_t seed, std::function<Instant()>) {
    std::vector<std::unique_ptr<Stand>> all;
    all.push_back(stripe_stand(loop, web, seed));
    all.push_back(razorpay_stand(loop, web, seed));
    all.push_back(by_hand_stand("bank_transfer", *Currency::parse("PKR")));
    all.push_back(by_hand_stand("cash_on_delivery", *Currency::parse("INR")));
    return all;
}

std::vector<std::string> stand_codes() { return {"stripe", "razorpay", "bank_transfer", "cash_on_delivery"}; }

}  // namespace vitrine::selftest
