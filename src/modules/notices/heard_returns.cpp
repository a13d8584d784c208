// What buyers and staff hear of goods that come back.
#include "modules/notices/heard.h"
#include "modules/notices/tell.h"

namespace vitrine::notices {
namespace {

std::string_view stage_of(returns::State to) {
    switch (to) {
        case returns::State::approved: return "return_approved";
        case returns::State::rejected: return "return_rejected";
        case returns::State::received: return "return_received";
        case returns::State::exchanged: return "return_exchanged";
        case returns::State::asked:
        case returns::State::in_transit:
        case returns::State::inspected:
        case returns::State::refunded:
        case returns::State::closed:
        case returns::State::cancelled: return {};
    }
    return {};
}

Facts facts_of(const orders::OrderView& order, std::string words) {
    Facts facts;
    facts.order = order.id.text();
    facts.order_number = order.number;
    facts.customer = without_card_number(order.shipping_address.name.str());
    facts.reason = without_card_number(std::move(words));
    return facts;
}

Task<orders::OrderView> order_of(App& app, Ctx ctx, orders::OrderId id) {
    ctx.role = Role::staff;  // our own job may see every order
    auto order = co_await orders::view(app, std::move(ctx), id, {});
    if (!order) throw std::runtime_error("the order of this news is missing");
    co_return std::move(*order);
}

/// How the goods come back, as the return itself says.
Task<std::string> instructions_of(App& app, Ctx ctx, const returns::ReturnMoved& news) {
    ctx.role = Role::staff;
    auto all = co_await returns::returns_of(app, std::move(ctx), news.order, {});
    if (!all) co_return std::string();
    for (const auto& one : *all)
        if (one.id == news.id) co_return one.is_fetched ? std::string() : one.instructions;
    co_return std::string();
}

}  // namespace

Task<void> on_return_asked(App& app, const jobs::Attempt& attempt, const returns::ReturnAsked& news) {
    auto order = co_await order_of(app, attempt.ctx, news.order);
    std::vector<Occasion> occasions;
    occasions.push_back({"return_waiting", news.id.text(), order.id.text(), facts_of(order, news.number + ": " + news.reason)});
    co_await tell(app, attempt, {}, std::move(occasions));
}

Task<void> on_return_moved(App& app, const jobs::Attempt& attempt, const returns::ReturnMoved& news) {
    auto stage = stage_of(news.to);
    if (stage.empty()) co_return;
    auto order = co_await order_of(app, attempt.ctx, news.order);
    auto words = news.number + "." + (news.words.empty() ? "" : " " + news.words);
    if (news.to == returns::State::approved)
        if (auto how = co_await instructions_of(app, attempt.ctx, news); !how.empty()) words += " " + how;
    std::vector<Occasion> occasions;
    occasions.push_back({stage, news.id.text() + ":" + std::string(stage), order.id.text(), facts_of(order, std::move(words))});
    co_await tell(app, attempt, {Email::parse(order.email), order.shipping_address.phone}, std::move(occasions));
}

}  // namespace vitrine::notices
