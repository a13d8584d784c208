// A bank's statement, or a courier's run sheet: people look at it and tell the shop.
#include <map>

#include "app/selftest/stand.h"

namespace vitrine::selftest {
namespace {

class ByHandStand final : public Stand {
public:
    ByHandStand(std::string code, Currency currency) : code_(std::move(code)), currency_(currency) {}

    std::string_view code() const override { return code_; }
    Currency currency() const override { return currency_; }
    /// Nobody is charged another amount by hand: what does not fit is not handed over, or sent back by the bank.
    bool pay(const std::string& payment, Money amount, Paying how) override {
        if (how != Paying::well || arrived_.contains(payment)) return false;
        arrived_[payment] = amount.minor;
        return true;
    }
    Held held(const std::string& payment) const override {
        auto found = arrived_.find(payment);
        return found == arrived_.end() ? Held{} : Held{1, found->second, 0};
    }
    Held held_in_all() const override {
        Held held;
        for (const auto& [payment, minor] : arrived_) ++held.charges, held.taken += minor;
        return held;
    }

private:
    std::string code_;
    Currency currency_;
    std::map<std::string, std::int64_t> arrived_;
};

}  // namespace

std::unique_ptr<Stand> by_hand_stand(std::string code, Currency currency) { return std::make_unique<ByHandStand>(std::move(code), currency); }

}  // namespace vitrine::selftest
