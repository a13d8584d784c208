#include <algorithm>

#include <fmt/format.h>

#include "app/selftest/report.h"
#include "app/selftest/sql.h"
#include "app/verify/verify.h"

namespace vitrine::selftest {
namespace {

struct ByMethod {
    std::int64_t taken = 0, given_back = 0;
};

/// One payment against the gateway's own books.
void compare(const Stand& stand, const PaymentMoney& ours, Report& report) {
    auto id = ours.id.text();
    auto theirs = stand.held(id);
    auto loose = [&](std::string what, std::string detail) { report.unreconciled.push_back({std::move(what), id, ours.method + " " + std::move(detail)}); };
    if (theirs.taken != ours.taken) loose("money taken", fmt::format("the gateway took {}, our books say {}", theirs.taken, ours.taken));
    if (theirs.given_back != ours.given_back) loose("money given back", fmt::format("the gateway gave {} back, our books say {}", theirs.given_back, ours.given_back));
    bool is_paid = ours.state == "succeeded" || ours.state == "refunded";
    if (is_paid != (ours.announced == 1) || ours.announced > 1) loose("news", fmt::format("{}, announced {} times", ours.state, ours.announced));
    bool keeps_too_much = theirs.taken - theirs.given_back > ours.asked;
    if (ours.captures > 1 || keeps_too_much) ++report.double_captures;
}

void compare_payments(Sandbox& box, Report& report) {
    std::map<std::string, ByMethod, std::less<>> sums;
    std::map<std::string, std::int64_t> states;
    for (const auto& store : box.stores()) {
        Ctx ctx{.now = box.now, .store = store->id, .role = Role::staff, .actor = "selftest"};
        for (const auto& ours : box.run(box.db().read(ctx, sql::payments_money()))) {
            compare(box.stand(ours.method), ours, report);
            sums[ours.method].taken += ours.taken;
            sums[ours.method].given_back += ours.given_back;
            ++states[ours.method + " " + ours.state];
        }
        for (auto& end : box.run(box.db().read(ctx, sql::loose_ends()))) report.unreconciled.push_back({std::move(end.what), std::move(end.subject), std::move(end.detail)});
    }
    for (const auto& stand : box.stands()) {
        auto all = stand->held_in_all();
        const auto& ours = sums[std::string(stand->code())];
        if (all.taken != ours.taken || all.given_back != ours.given_back)
            report.unreconciled.push_back({"gateway", std::string(stand->code()), fmt::format("holds {} - {}, our books say {} - {}", all.taken, all.given_back, ours.taken, ours.given_back)});
    }
    for (const auto& [name, count] : states) report.payments.push_back({name, count});
}

void compare_books(Sandbox& box, Report& report) {
    std::map<std::string, std::int64_t> by_currency;
    for (const auto& [name, value] : box.books()) {
        report.books.push_back({name, value});
        if (name.find(" ledger ") != std::string::npos) by_currency[name.substr(name.rfind(' ') + 1)] += value;
        if (auto at = name.find(" orders "); at != std::string::npos) report.order_states.push_back({name.substr(0, at) + name.substr(at + 7), value});
    }
    for (const auto& [currency, off] : by_currency) report.ledger_off += off < 0 ? -off : off;
}

}  // namespace

void audit(Sandbox& box, Report& report) {
    compare_payments(box, report);
    compare_books(box, report);
    auto verified = box.run(verify::verify(box.db(), box.stores(), box.now));
    for (const auto& finding : verified.findings) report.unreconciled.push_back({finding.code, finding.subject, finding.detail});
    std::ranges::sort(report.unreconciled, {}, [](const Loose& loose) { return std::tie(loose.what, loose.detail, loose.subject); });
}

std::string table_of(const Report& report) {
    auto out = fmt::format("seed {}: {} orders\n", report.seed, report.orders);
    auto add = [&](std::string_view title, const std::vector<Count>& counts) {
        out += fmt::format("{}:", title);
        for (const auto& [name, count] : counts) out += fmt::format(" {} {}{}", name, count, &name == &counts.back().name ? "" : ",");
        out += '\n';
    };
    add("went wrong", report.mishaps);
    add("payments", report.payments);
    add("orders", report.order_states);
    add("messages", report.messages);
    for (const auto& [what, subject, detail] : report.unreconciled) out += fmt::format("  {}  {}  {}\n", what, subject, detail);
    return out + fmt::format("{} unreconciled, {} double captures, ledger off by {}\n", report.unreconciled.size(), report.double_captures, report.ledger_off);
}

}  // namespace vitrine::selftest
