// Easypaisa as buyers use it: its page in two steps, a question on the phone, or a token that is paid at a shop.
#include <set>

#include "app/selftest/stand.h"
#include "app/selftest/stands/served.h"
#include "modules/payments/gateways/easypaisa_request.h"
#include "simulators/easypaisa/service.h"

namespace vitrine::selftest {
namespace {

using simulators::easypaisa::Order;

constexpr int most_tries = 40;
constexpr const char* number = "03001234569";   // one that ends in 9 is answered by a person

class EasypaisaStand final : public Stand {
public:
    EasypaisaStand(Loop& loop, web::Client& web, std::uint64_t seed, std::function<Instant()> clock)
        : it_(loop, web, seed, {}, {}, std::move(clock)), served_(loop, &it_, simulators::easypaisa::routes()) {
        it_.hold_ms = 1;
        it_.phone_ms = 0;  // the call does not wait with the question
        it_.base = served_.url();
        it_.heard = [this](const simulators::Webhook& ipn) { told_.push_back({ipn.type, ipn.query}); };
    }

    std::string_view code() const override { return "easypaisa"; }
    Currency currency() const override { return *Currency::parse("PKR"); }
    void introduce(Config& config) const override {
        auto& settings = config.gateway_settings;
        settings["easypaisa_base"] = served_.url();
        settings["easypaisa_store_id"] = it_.keys.store_id;
        settings["easypaisa_hash_key"] = it_.keys.hash_key;
        settings["easypaisa_user"] = it_.keys.user;
        settings["easypaisa_password"] = it_.keys.password;
        settings["easypaisa_account"] = it_.keys.account;
    }

    std::vector<std::string> ways() const override { return {"page", "account", "shop"}; }
    payments::Answers answers(const std::string& way) const override {
        if (way == "page") return {{"way", way}};
        return {{"way", way}, {"mobile", number}};
    }
    Errand errand(const std::string& way) const override { return way == "account" ? Errand::waits_for_phone : Errand::starts_again; }
    bool can_be_paid(const std::string& payment, const std::string& way) const override {
        if (way == "page") return forms_.contains(payment);
        return pending(payment, way == "account" ? "MA" : "OTC") != nullptr;
    }
    void show(const std::string& payment, const payments::Next& next) override {
        if (!next.fields) return;
        simulators::easypaisa::Form form;
        for (const auto& [name, value] : *next.fields) form[name] = value;
        forms_[payment] = std::move(form);
    }

    /// Whatever of the buyer's is open is paid: the phone first, then the token, then the page. Nobody declines at the till of a shop: they do not go there.
    bool pay(const std::string& payment, Money, Paying how) override {
        bool is_yes = how != Paying::declined;
        auto charge_more = [&] {
            if (how == Paying::another_amount) it_.faults.add({"payments.pay", simulators::FaultKind::wrong_amount, 1, {}, {}});
        };
        if (const auto* asked = pending(payment, "MA")) {
            charge_more();
            return it_.account.answer_phone(asked->id, is_yes) && is_yes;
        }
        if (const auto* token = pending(payment, "OTC")) {
            if (!is_yes) return false;
            charge_more();
            return it_.account.pay_token(token->token);
        }
        auto visit = enter(payment);
        if (visit.empty()) return false;
        charge_more();
        simulators::easypaisa::decided(it_, {{"auth_token", visit}, {"answer", is_yes ? "yes" : "no"}});
        ended_.insert(payment);
        return is_yes;
    }
    /// Only from the page does a browser come back.
    shape::Fields brought_back(const std::string& payment) const override {
        if (!ended_.contains(payment)) return {};
        const Order* last = nullptr;
        each_order(payment, [&](const Order& order) { last = order.mode == "CC" ? &order : last; });
        bool is_paid = last->status == "PAID";
        return {{"status", is_paid ? "0000" : "0001"}, {"desc", is_paid ? "Success" : "The payment was not completed"}, {"orderRefNumber", last->id}};
    }
    std::vector<Message> take_news() override { return std::exchange(told_, {}); }
    /// Nothing is signed: a forged message is one that points elsewhere.
    http::Request posted(const Message& message, Instant, bool is_forged) const override {
        http::Request request{.method = http::Method::get, .target = "/webhooks/easypaisa?" + message.body, .path = "/webhooks/easypaisa", .query = http::parse_form(message.body).value()};
        if (is_forged) request.query.front().second.replace(0, it_.base.size(), "https://easypay.example");
        return request;
    }
    bool signs_every_byte() const override { return false; }
    bool names_messages() const override { return false; }
    void spoil(http::Request& request, std::uint64_t chance) const override {
        auto& url = request.query.front().second;
        url.resize(size_t(chance % url.size()));
    }

    void send_back(const std::string& payment, std::int64_t minor) override { sent_back_[payment] += minor; }
    Held held(const std::string& payment) const override {
        Held held;
        each_order(payment, [&](const Order& order) { count(order, held); });
        if (auto back = sent_back_.find(payment); back != sent_back_.end()) held.given_back += back->second;
        return held;
    }
    Held held_in_all() const override {
        Held held;
        for (const auto& [id, order] : it_.account.orders) count(order, held);
        for (const auto& [payment, minor] : sent_back_) held.given_back += minor;
        return held;
    }
    simulators::Service* service() override { return &it_; }
    Task<void> close() override { return served_.close(); }

private:
    static void count(const Order& order, Held& held) {
        if (order.status != "PAID") return;
        ++held.charges;
        held.taken += order.minor;
    }
    /// The tries of a payment, as far as Easypaisa has seen them.
    template <class Work>
    void each_order(const std::string& payment, Work work) const {
        auto id = *payments::PaymentId::parse(payment);
        for (int n = 1; n <= most_tries; ++n) {
            auto found = it_.account.orders.find(payments::providers::easypaisa_reference(id, n));
            if (found != it_.account.orders.end()) work(found->second);
        }
    }
    const Order* pending(const std::string& payment, std::string_view mode) const {
        const Order* out = nullptr;
        each_order(payment, [&](const Order& order) {
            bool is_over = mode == "OTC" && order.token_until <= it_.clock();
            if (order.mode == mode && order.status == "PENDING" && !is_over) out = &order;
        });
        return out;
    }
    /// The browser takes the form to the page and goes on to its second step. Gives the visit's token; empty where the page says no.
    std::string enter(const std::string& payment) {
        auto form = forms_.extract(payment);
        if (!form) return {};
        auto order = form.mapped()["orderRefNum"];
        if (simulators::easypaisa::open_page(it_, form.mapped()).status != 200) return {};
        std::string token;
        for (const auto& [known, visit] : it_.account.visits)
            if (visit.order == order && !visit.is_confirmed) token = known;
        auto second = simulators::easypaisa::confirm_page(it_, {{"auth_token", token}, {"postBackURL", "http://shop.example/checkout/return/easypaisa"}});
        return second.status == 200 ? token : std::string();
    }

    simulators::easypaisa::Easypaisa it_;
    Served served_;
    std::vector<Message> told_;
    std::map<std::string, simulators::easypaisa::Form> forms_;   ///< not taken to the page yet, by payment
    std::set<std::string> ended_;                                ///< payments whose page sent a browser back
    std::map<std::string, std::int64_t> sent_back_;
};

}  // namespace

std::unique_ptr<Stand> easypaisa_stand(Loop& loop, web::Client& web, std::uint64_t seed, std::function<Instant()> clock) {
    return std::make_unique<EasypaisaStand>(loop, web, seed, std::move(clock));
}

}  // namespace vitrine::selftest
