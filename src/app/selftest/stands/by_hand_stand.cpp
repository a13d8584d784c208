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
    /// Nobody is charged another amount by hand; who sends more by bank says so by the amount.
    bool pay(const std::string& payment, Money amount, Paying how) override {
        if (how != Paying::well || arrived_.contains(payment)) return false;
        arrived_[payment] = amount.minor;
        return true;
    }
    Held held(const std::string& payment) const override {
        auto found = arrived_.find(payment);
        if (found == arrived_.end()) return {};
        auto back = sent_back_.find(payment);
        return {1, found->second, back == sent_back_.end() ? 0 : back->second};
    }
    void send_back(const std::string& payment, std::int64_t minor) override { sent_back_[payment] += minor; }
    Held held_in_all() const override {
        Held held;
        for (const auto& [payment, minor] : arrived_) ++held.charges, held.taken += minor;
        for (const auto& [payment, minor] : sent_back_) held.given_back += minor;
        return held;
    }

private:
    std::string code_;
    Currency currency_;
    std::map<std::string, std::int64_t> arrived_, sent_back_;
};

}  // namespace

std::unique_ptr<Stand> by_hand_stand(std::string code, Currency currency) { return std::make_unique<ByHandStand>(std::move(code), currency); }

}  // namespace vitrine::selftest
