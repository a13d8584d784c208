#include "app/selftest/stand.h"

#include <stdexcept>

namespace vitrine::selftest {

std::vector<std::unique_ptr<Stand>> all_stands(Loop& loop, web::Client& web, std::uint64_t seed, std::function<Instant()> clock) {
    std::vector<std::unique_ptr<Stand>> all;
    all.push_back(stripe_stand(loop, web, seed));
    all.push_back(razorpay_stand(loop, web, seed));
    all.push_back(jazzcash_stand(loop, web, seed, clock));
    all.push_back(easypaisa_stand(loop, web, seed, std::move(clock)));
    all.push_back(by_hand_stand("bank_transfer", *Currency::parse("PKR")));
    all.push_back(by_hand_stand("cash_on_delivery", *Currency::parse("INR")));
    return all;
}

std::vector<std::string> stand_codes() { return {"stripe", "razorpay", "jazzcash", "easypaisa", "bank_transfer", "cash_on_delivery"}; }

std::vector<std::string> stand_ways() {
    return {"stripe", "razorpay", "jazzcash_page", "jazzcash_wallet", "jazzcash_phone", "easypaisa_page", "easypaisa_account", "easypaisa_shop", "bank_transfer", "cash_on_delivery"};
}

std::pair<std::string, std::string> code_and_way(const std::string& name) {
    for (const auto& code : stand_codes()) {
        if (name == code) return {code, ""};
        if (name.starts_with(code + "_")) return {code, name.substr(code.size() + 1)};
    }
    throw std::logic_error("no stand is called " + name);
}

void Stand::spoil(http::Request& request, std::uint64_t chance) const {
    auto at = size_t((chance >> 1) % request.body.size());
    if (chance & 1) request.body.resize(at);
    else request.body[at] = request.body[at] == '0' ? '1' : '0';
}

}  // namespace vitrine::selftest
