// A day at all gateways at which everything goes wrong that may: buyers, gateways, staff and workers, each event at its time, one after the other.
#include "app/selftest/postman.h"
#include "app/selftest/sql.h"
#include "core/check.h"
#include "modules/orders/cancel.h"
#include "modules/orders/refund.h"
#include "modules/payments/gateway.h"

namespace vitrine::selftest {
namespace {

constexpr Duration between_buyers = 45s, between_looks = 1min, quiet_look = 10min;

class Day {
public:
    Day(Sandbox& box, const Wanted& wanted)
        : box_(box), wanted_(wanted), dice_(wanted.seed), troubles_(box, dice_, wanted_.mishaps), postman_(box, agenda_, dice_, troubles_) {}

    Report spend() {
        for (std::int64_t n = 0; n < wanted_.orders; ++n) agenda_.plan(box_.now + between_buyers * n, [this] { shop(); });
        pass_time();
        let_it_end();
        Report report{.seed = wanted_.seed, .orders = wanted_.orders, .mishaps = troubles_.counted(), .messages = postman_.counted()};
        audit(box_, report);
        if (postman_.wrongly_taken()) report.unreconciled.push_back({"messages", "forged or broken", std::to_string(postman_.wrongly_taken()) + " were taken"});
        return report;
    }

private:
    /// Event after event; between them the workers look.
    void pass_time() {
        auto next_look = box_.now;
        while (!agenda_.is_empty()) {
            auto at = agenda_.next();
            if (next_look <= at) {
                box_.now = std::max(box_.now, next_look);
                troubles_.around([&] { box_.work(); });
                next_look = box_.now + (at - box_.now > quiet_look ? quiet_look : between_looks);
            } else {
                box_.now = std::max(box_.now, at);
                agenda_.take()();
            }
            postman_.collect();
        }
    }
    /// Nothing goes wrong any more, and there is time for every window, retry and late look; what gateways still tell is heard.
    void let_it_end() {
        auto look = [&](Duration hop) {
            box_.work(hop);
            for (const auto& stand : box_.stands())
                for (const auto& message : stand->take_news()) box_.post(stand->posted(message, box_.now), box_.store_of(*stand));
        };
        for (int n = 0; n < 16; ++n) look(15min);
        send_back();
        for (int n = 0; n < 60; ++n) look(2h);
        send_back();
        look(1min);  // what follows from that
    }

    /// Staff works the list of refunds that no gateway carries out.
    void send_back() {
        for (const auto& store : box_.stores()) {
            Ctx ctx{.now = box_.now, .store = store->id, .role = Role::staff, .actor = "selftest"};
            for (const auto& one : box_.run(box_.db().read(ctx, sql::refunds_by_hand()))) {
                box_.stand(one.method).send_back(one.payment.text(), one.amount);
                auto ended = box_.run(payments::end_refund(box_.app(), ctx, one.id, {payments::RefundState::succeeded, *Text<1, 500>::parse("sent by bank")}));
                check(bool(ended), "a refund by hand on the list can be ended");
            }
        }
    }

    void shop() {
        auto& stand = *box_.stands()[size_t(dice_.below(std::int64_t(box_.stands().size())))];
        auto ways = stand.ways();
        auto choice = std::uint64_t(dice_.below(1'000));
        auto basket = box_.basket(stand, choice, ways[size_t(dice_.below(std::int64_t(ways.size())))]);
        std::optional<Result<orders::Placed>> placed;
        bool has_died = troubles_.around([&] { placed = box_.place(stand, basket); });
        bool gives_up = dice_.percent(20);
        if (has_died && !(placed && *placed) && gives_up) return;  // the buyer is gone; whether there is an order, nobody knows
        plan_payment(stand, box_.buy(stand, basket));
    }

    void plan_payment(Stand& stand, Bought bought) {
        auto soon = box_.now + dice_.seconds(15, 240);
        if (troubles_.strikes(Mishap::cancellation, 5)) later(dice_.seconds(20, 1'200), [this, to = &stand, bought] { call_off(*to, bought); });
        if (troubles_.strikes(Mishap::left, 8)) return;
        if (!stand.service()) return plan_by_hand(stand, bought);
        if (dice_.percent(15)) later(dice_.seconds(30, 900), [this, to = &stand, bought] { troubles_.around([&] { box_.reverify(*to, bought.payment); }); });
        if (troubles_.strikes(Mishap::decline, 15)) {
            agenda_.plan(soon, [this, to = &stand, bought] { pay(*to, bought, Paying::declined); });
            soon += dice_.seconds(20, 300);
            if (dice_.percent(25)) return;
        }
        if (troubles_.strikes(Mishap::late_payment, 5)) {
            agenda_.plan(soon, [this, to = &stand, bought] { troubles_.around([&] { box_.approach(*to, bought, Paying::well); }); });  // and leave it lying
            soon += dice_.seconds(1'800, 7'200);
        }
        auto how = troubles_.strikes(Mishap::another_amount, 4) ? Paying::another_amount : Paying::well;
        agenda_.plan(soon, [this, to = &stand, bought, how] { pay(*to, bought, how); });
        if (dice_.percent(10)) agenda_.plan(soon + dice_.seconds(0, 2), [this, to = &stand, bought] { pay(*to, bought, Paying::well); });  // a double click
        if (dice_.percent(10)) agenda_.plan(soon - dice_.seconds(1, 10), [this, to = &stand, bought] { begin_otherwise(*to, bought); });
    }

    /// The buyer opens all that is needed to pay another way and leaves it lying open; whoever pays once more there pays twice.
    void begin_otherwise(Stand& stand, Bought bought) {
        auto ways = stand.ways();
        bought.way = ways[size_t(dice_.below(std::int64_t(ways.size())))];
        troubles_.around([&] { box_.approach(stand, bought, Paying::well); });
        if (dice_.percent(50)) later(dice_.seconds(30, 1'200), [this, to = &stand, bought] { pay(*to, bought, Paying::well); });
    }

    void pay(Stand& stand, const Bought& bought, Paying how) {
        troubles_.around([&] { box_.approach(stand, bought, how); });
        bool is_paid = stand.pay(bought.payment.text(), bought.amount, how);
        auto returns = dice_.percent(60) ? dice_.between(1, 2) : 0;
        for (std::int64_t n = 0; n < returns; ++n)
            later(dice_.seconds(1, 20), [this, to = &stand, bought] {
                auto fields = to->brought_back(bought.payment.text());
                if (!fields.empty()) troubles_.around([&] { box_.come_back(*to, fields); });
            });
        if (is_paid && troubles_.strikes(Mishap::refund, 20)) later(dice_.seconds(1'800, 20 * 3'600), [this, to = &stand, bought] { refund(*to, bought); });
    }

    /// All of it, a part, or two parts that are too much together.
    void refund(Stand& stand, const Bought& bought) {
        auto percent = dice_.percent(40) ? std::int64_t(100) : dice_.between(10, 90);
        auto times = dice_.percent(25) ? 2 : 1;
        for (int n = 0; n < times; ++n) {
            Money amount{std::max<std::int64_t>(100, bought.amount.minor * percent / 100), bought.amount.currency};
            orders::NewOrderRefund wanted;
            wanted.amount = amount, wanted.reason = *decltype(wanted.reason)::parse("requested");
            auto key = payments::RefundId::next(box_.now).text();
            troubles_.around([&] { box_.attempt(orders::give_back(box_.app(), box_.ctx(stand), bought.order, key, wanted)); });
        }
    }

    /// Staff looks at the bank's statement, or the courier hands over a run sheet; some type the wrong amount or currency first, some twice. Some
    /// buyers send more than was asked for.
    void plan_by_hand(Stand& stand, const Bought& bought) {
        auto arrives = dice_.seconds(3'600, 60 * 3'600), is_seen = arrives + dice_.seconds(60, 6 * 3'600);
        auto times = dice_.percent(20) ? 2 : 1;
        bool mistypes = dice_.percent(15), is_at_door = payments::find_gateway(stand.code())->can().pays_later;
        Money sent = bought.amount, mistyped = bought.amount;
        if (!is_at_door && dice_.percent(10)) sent.minor += 100;
        // Any amount may come by bank, so that only another currency is seen to be a slip; at the door it is exactly what was asked for.
        if (is_at_door) mistyped.minor += 100;
        else mistyped.currency = *Currency::parse("CHF");
        later(arrives, [this, to = &stand, bought, sent] {
            auto state = box_.state(*to, bought);
            if (state == payments::State::pending || state == payments::State::authorized) to->pay(bought.payment.text(), sent, Paying::well);
        });
        later(is_seen, [this, to = &stand, bought, times, mistypes, sent, mistyped] {
            if (to->held(bought.payment.text()).taken == 0) return;
            if (mistypes) box_.mark_paid(*to, bought.payment, mistyped);
            for (int n = 0; n < times; ++n) troubles_.around([&] { box_.mark_paid(*to, bought.payment, sent); });
            box_.mark_paid(*to, bought.payment, sent);  // staff sees that it did not work, and does it again
        });
        if (is_at_door)
            later(is_seen + dice_.seconds(3'600, 24 * 3'600), [this, to = &stand, bought] {
                troubles_.around([&] { box_.attempt(payments::remit(box_.app(), box_.ctx(*to), bought.payment, bought.amount)); });
            });
    }

    void call_off(Stand& stand, const Bought& bought) {
        troubles_.around([&] { box_.attempt(orders::call_off(box_.app(), box_.ctx(stand), bought.order, "the buyer asked for it")); });
    }
    void later(Duration wait, std::function<void()> what) { agenda_.plan(box_.now + wait, std::move(what)); }

    Sandbox& box_;
    const Wanted& wanted_;
    Dice dice_;
    Agenda agenda_;
    Troubles troubles_;
    Postman postman_;
};

}  // namespace

Report try_payments(Sandbox& box, const Wanted& wanted) { return Day(box, wanted).spend(); }

}  // namespace vitrine::selftest
