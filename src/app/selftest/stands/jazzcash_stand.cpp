// JazzCash as buyers use it: its page, with a wallet or a card, or a number typed at the shop, with which the phone rings.
#include "app/selftest/stand.h"
#include "app/selftest/stands/served.h"
#include "simulators/jazzcash/service.h"

namespace vitrine::selftest {
namespace {

using simulators::jazzcash::field;
using simulators::jazzcash::message_of;
using simulators::jazzcash::Transaction;

constexpr std::string_view low_balance = "004", lapsed = "129", number = "03129999";   // the simulator answers 03129999ccc with code ccc
constexpr Duration answered_late = 30min;   // after its time a question may still be answered: then money comes late

class JazzcashStand final : public Stand {
public:
    JazzcashStand(Loop& loop, web::Client& web, std::uint64_t seed, std::function<Instant()> clock) : it_(loop, web, seed, {}, {}), served_(loop, &it_, simulators::jazzcash::routes()) {
        it_.hold_ms = 1;
        it_.account.clock = std::move(clock);
        it_.heard = [this](const simulators::Webhook& webhook) { told_.push_back({webhook.type, webhook.body}); };
    }

    std::string_view code() const override { return "jazzcash"; }
    Currency currency() const override { return *Currency::parse("PKR"); }
    void introduce(Config& config) const override {
        const auto& keys = it_.account.keys;
        auto& settings = config.gateway_settings;
        settings["jazzcash_url"] = served_.url();
        settings["jazzcash_merchant_id"] = keys.merchant_id;
        settings["jazzcash_password"] = keys.password;
        settings["jazzcash_salt"] = keys.salt;
        settings["jazzcash_merchant_mpin"] = keys.mpin;
    }

    /// On the page; from a wallet that answers while the shop's call is open; from a phone that lets the call go and is answered later.
    std::vector<std::string> ways() const override { return {"page", "wallet", "phone"}; }
    Errand errand(const std::string& way) const override { return way == "page" ? Errand::opens_page : Errand::types; }
    shape::Fields typed(const std::string& way, Paying how) override {
        auto code = way == "phone" ? simulators::jazzcash::waiting : how == Paying::declined ? low_balance : simulators::jazzcash::success;
        return {{"mobile", std::string(number) + std::string(code)}, {"cnic", "345678"}};
    }
    bool can_be_paid(const std::string& payment, const std::string& way) const override { return way == "page" ? forms_.contains(payment) : waiting_of(payment) != nullptr; }
    void show(const std::string& payment, const payments::Next& next) override {
        if (!next.fields) return;
        shape::Fields form;
        for (const auto& [name, value] : *next.fields) form.emplace_back(name, value);
        forms_[payment] = std::move(form);
    }

    /// What JazzCash asks for is what the shop has signed, so that nobody is charged another amount. It is the phone that is answered first where one rings.
    bool pay(const std::string& payment, Money, Paying how) override {
        const auto* transaction = waiting_of(payment);
        if (!transaction) transaction = on_page(payment);
        if (!transaction) return is_paid(payment);
        auto reference = transaction->reference;
        return it_.account.end(reference, std::string(how == Paying::declined ? low_balance : simulators::jazzcash::success)) && how != Paying::declined;
    }
    shape::Fields brought_back(const std::string& payment) const override {
        auto opened = opened_.find(payment);
        if (opened == opened_.end()) return {};
        const auto& transaction = it_.account.at(opened->second);
        return it_.account.result_of(transaction, transaction.code, message_of(transaction.code));
    }
    std::vector<Message> take_news() override { return std::exchange(told_, {}); }
    http::Request posted(const Message& message, Instant, bool is_forged) const override {
        auto body = simulators::jazzcash::sealed(is_forged ? "guessed" : it_.account.keys.salt, message.body);
        http::Request request{.method = http::Method::post, .target = "/webhooks/jazzcash", .path = "/webhooks/jazzcash", .body = std::move(body)};
        request.headers = {{"content-type", "application/json; charset=utf-8"}};
        return request;
    }
    bool signs_every_byte() const override { return false; }
    /// Only what is signed has to be noticed: a letter of the reference, or an end that is missing.
    void spoil(http::Request& request, std::uint64_t chance) const override {
        if (chance & 1) return request.body.resize(size_t((chance >> 1) % request.body.size()));
        constexpr std::string_view before = "\"pp_TxnRefNo\":\"";
        auto& letter = request.body[request.body.find(before) + before.size() + size_t((chance >> 1) % 10)];
        letter = letter == '0' ? '1' : '0';
    }

    void send_back(const std::string& payment, std::int64_t minor) override { sent_back_[payment] += minor; }
    Held held(const std::string& payment) const override {
        auto held = sum([&](const Transaction& one) { return payment_of(one) == payment; });
        if (auto back = sent_back_.find(payment); back != sent_back_.end()) held.given_back += back->second;
        return held;
    }
    Held held_in_all() const override {
        auto held = sum([](const Transaction&) { return true; });
        for (const auto& [payment, minor] : sent_back_) held.given_back += minor;
        return held;
    }
    simulators::Service* service() override { return &it_; }
    Task<void> close() override { return served_.close(); }

private:
    static std::string payment_of(const Transaction& transaction) { return field(transaction.asked, "ppmpf_1"); }
    template <class Wanted>
    const Transaction* newest(const std::string& payment, Wanted is_wanted) const {
        const Transaction* found = nullptr;
        for (const auto& reference : it_.account.in_order())
            if (const auto& one = it_.account.at(reference); payment_of(one) == payment && is_wanted(one)) found = &one;
        return found;
    }
    const Transaction* waiting_of(const std::string& payment) const {
        return newest(payment, [&](const Transaction& one) {
            bool is_open = one.code == simulators::jazzcash::waiting || one.code == lapsed;
            return one.way == "wallet" && is_open && it_.account.clock() < one.expires + answered_late;
        });
    }
    bool is_paid(const std::string& payment) const {
        return newest(payment, [](const Transaction& one) { return one.code == simulators::jazzcash::success; }) != nullptr;
    }
    /// The browser takes the form to the page; every second buyer pays by card there.
    const Transaction* on_page(const std::string& payment) {
        auto form = forms_.extract(payment);
        if (!form) return nullptr;
        auto opened = it_.account.open_page(form.mapped());
        if (!opened) return nullptr;
        if (++cards_ % 2 == 0) (*opened)->way = "card";
        opened_[payment] = (*opened)->reference;
        return *opened;
    }
    template <class Wanted>
    Held sum(Wanted is_wanted) const {
        Held held;
        for (const auto& reference : it_.account.in_order()) {
            const auto& one = it_.account.at(reference);
            if (one.code != simulators::jazzcash::success || !is_wanted(one)) continue;
            ++held.charges;
            held.taken += one.charged;
            if (one.is_refunded) held.given_back += one.charged;
        }
        return held;
    }

    simulators::jazzcash::Jazzcash it_;
    Served served_;
    std::vector<Message> told_;
    std::map<std::string, shape::Fields> forms_;      ///< not taken to the page yet, by payment
    std::map<std::string, std::string> opened_;       ///< the last reference that was taken there, by payment
    std::map<std::string, std::int64_t> sent_back_;
    int cards_ = 0;
};

}  // namespace

std::unique_ptr<Stand> jazzcash_stand(Loop& loop, web::Client& web, std::uint64_t seed, std::function<Instant()> clock) {
    return std::make_unique<JazzcashStand>(loop, web, seed, std::move(clock));
}

}  // namespace vitrine::selftest
