#include "app/selftest/stand.h"
#include "app/selftest/stands/served.h"
#include "simulators/jazzcash/service.h"

namespace vitrine::selftest {
namespace {

using namespace simulators::jazzcash;

/// The hosted page, with which browsers pay by the form that the shop gave them. JazzCash charges what our signed form says, and its inquiry names no amount.
class JazzcashStand final : public Stand {
public:
    JazzcashStand(Loop& loop, web::Client& web, std::uint64_t seed, std::function<Instant()> clock) : it_(loop, web, seed, {}, {}), served_(loop, &it_, routes()) {
        it_.hold_ms = 1;
        it_.account.clock = std::move(clock);
        it_.heard = [this](const simulators::Webhook& webhook) { told_.push_back({webhook.type, webhook.body}); };
    }

    std::string_view code() const override { return "jazzcash"; }
    Currency currency() const override { return *Currency::parse("PKR"); }
    void introduce(Config& config) const override {
        auto& settings = config.gateway_settings;
        const auto& keys = it_.account.keys;
        settings["jazzcash_url"] = served_.url();
        settings["jazzcash_ways"] = "page";
        settings["jazzcash_merchant_id"] = keys.merchant_id;
        settings["jazzcash_password"] = keys.password;
        settings["jazzcash_salt"] = keys.salt;
        settings["jazzcash_merchant_mpin"] = keys.mpin;
    }

    void show(const std::string& payment, const payments::Next& next) override {
        if (!next.fields) return;
        auto& form = forms_[payment];
        form.clear();
        for (const auto& [name, value] : *next.fields) form.emplace_back(name, value);
    }
    bool pay(const std::string& payment, Money, Paying how) override {
        auto shown = forms_.find(payment);
        if (shown == forms_.end()) return false;
        auto reference = field(shown->second, "pp_TxnRefNo");
        auto* transaction = it_.account.find(reference);
        if (!transaction) {
            auto opened = it_.account.open_page(shown->second);
            if (!opened) return false;
            transaction = *opened;
            references_[payment].push_back(reference);
        }
        bool is_decided = it_.account.end(reference, how == Paying::declined ? "199" : std::string(success));
        answers_[payment] = it_.account.result_of(*transaction, transaction->code, message_of(transaction->code));
        return is_decided && how != Paying::declined && transaction->code == success;
    }
    shape::Fields brought_back(const std::string& payment) const override {
        auto found = answers_.find(payment);
        return found == answers_.end() ? shape::Fields{} : found->second;
    }
    std::vector<Message> take_news() override { return std::exchange(told_, {}); }
    http::Request posted(const Message& message, Instant, bool is_forged) const override {
        http::Request request{.method = http::Method::post, .target = "/webhooks/jazzcash", .path = "/webhooks/jazzcash", .body = sealed(is_forged ? "guessed" : it_.account.keys.salt, message.body)};
        request.headers = {{"content-type", "application/json; charset=utf-8"}};
        return request;
    }
    bool signs_every_byte() const override { return false; }

    Held held(const std::string& payment) const override {
        Held held;
        auto known = references_.find(payment);
        if (known == references_.end()) return held;
        for (const auto& reference : known->second) add(held, it_.account.at(reference));
        return held;
    }
    Held held_in_all() const override {
        Held held;
        for (const auto& reference : it_.account.in_order()) add(held, it_.account.at(reference));
        return held;
    }
    simulators::Service* service() override { return &it_; }
    Task<void> close() override { return served_.close(); }

private:
    static void add(Held& held, const Transaction& transaction) {
        if (transaction.code != success) return;
        ++held.charges;
        held.taken += transaction.charged;
        if (transaction.is_refunded) held.given_back += transaction.charged;
    }

    Jazzcash it_;
    Served served_;
    std::vector<Message> told_;
    std::map<std::string, shape::Fields> forms_, answers_;
    std::map<std::string, std::vector<std::string>> references_;
};

}  // namespace

std::unique_ptr<Stand> jazzcash_stand(Loop& loop, web::Client& web, std::uint64_t seed, std::function<Instant()> clock) {
    return std::make_unique<JazzcashStand>(loop, web, seed, std::move(clock));
}

}  // namespace vitrine::selftest
