#include "modules/notices/heard.h"

#include <array>

#include "modules/notices/send.h"
#include "modules/notices/tell.h"
#include "modules/stock/api.h"

namespace vitrine::notices {
namespace {

/// What buyers hear of a move, by the state it leads to. States that are not here pass in silence.
struct StateStage {
    orders::State state;
    std::string_view stage;
};
constexpr std::array by_state{
    StateStage{orders::State::paid, "payment_received"},     StateStage{orders::State::on_hold, "order_on_hold"},     StateStage{orders::State::shipped, "order_shipped"},
    StateStage{orders::State::delivered, "order_delivered"}, StateStage{orders::State::cancelled, "order_cancelled"},
};

// The words in which `orders` tells why it moved an order.
constexpr std::string_view not_paid_in_time = "not paid in time", payment_failed = "payment failed: ", payment_in_doubt = "payment in doubt: ";

std::string_view stage_of(const orders::OrderStateChanged& news) {
    bool has_failed = news.reason == not_paid_in_time || news.reason.starts_with(payment_failed);
    if (news.to == orders::State::cancelled && has_failed) return "payment_failed";
    if (news.to == orders::State::on_hold && news.reason.starts_with(payment_in_doubt)) return {};  // between the shop and the bank: staff hear of it
    for (const auto& one : by_state)
        if (one.state == news.to) return one.stage;
    return {};
}

Task<orders::OrderView> order_of(App& app, Ctx ctx, orders::OrderId id) {
    ctx.role = Role::staff;  // our own job may see every order
    auto order = co_await orders::view(app, std::move(ctx), id, {});
    if (!order) throw std::runtime_error("the order of this news is missing");
    co_return std::move(*order);
}

/// What is paid for an edit of an order is the order's, too.
Task<orders::OrderView> order_paid_by(App& app, Ctx ctx, const std::string& named) {
    auto id = co_await orders::order_paid_as(app, ctx, named);
    if (!id) throw std::runtime_error("the news names no order");
    co_return co_await order_of(app, std::move(ctx), *id);
}

Buyer buyer_of(const orders::OrderView& order) { return {Email::parse(order.email), order.shipping_address.phone}; }

/// One notice a day and article: whoever restocks looks once a day.
Task<std::vector<Occasion>> low_stock(App& app, Ctx ctx, const orders::OrderView& order) {
    std::vector<Occasion> occasions;
    auto store = app.stores->known(ctx.store);
    std::vector<catalog::VariantId> variants;
    for (const auto& line : order.lines) variants.push_back(line.variant);
    auto question = stock::available(variants);
    auto levels = co_await app.db.read(ctx, std::move(question));
    auto zone = TimeZone::find(store->time_zone);
    if (!zone) zone = TimeZone::utc();
    auto day = std::chrono::floor<std::chrono::days>(zone->wall(ctx.now)).time_since_epoch().count();
    for (const auto& level : levels) {
        if (level.available > store->low_stock) continue;
        for (const auto& line : order.lines) {
            if (line.variant != level.variant) continue;
            Facts facts;
            facts.product = line.title + (line.options.empty() ? "" : ", " + line.options);
            facts.sku = line.sku;
            facts.left = level.available;
            occasions.push_back({"low_stock", level.variant.text() + ":" + std::to_string(day), level.variant.text(), std::move(facts)});
            break;
        }
    }
    co_return occasions;
}

}  // namespace

Task<void> on_order_placed(App& app, const jobs::Attempt& attempt, const orders::OrderPlaced& news) {
    auto order = co_await order_of(app, attempt.ctx, news.order);
    auto facts = facts_of(order);
    auto instructions = co_await payments::instructions(app, attempt.ctx, news.payment);
    bool is_by_transfer = instructions && !instructions->token;
    if (is_by_transfer) facts.transfer = transfer_of(*instructions);
    std::vector<Occasion> occasions;
    occasions.push_back({is_by_transfer ? "payment_instructions" : "order_placed", news.order.text(), news.order.text(), std::move(facts)});
    co_await tell(app, attempt, buyer_of(order), std::move(occasions));
}

Task<void> on_order_state_changed(App& app, const jobs::Attempt& attempt, const orders::OrderStateChanged& news) {
    auto stage = stage_of(news);
    if (stage.empty()) co_return;
    auto order = co_await order_of(app, attempt.ctx, news.order);
    auto event = attempt.job.id.text();  // an order may be held twice: each move has a job of its own, and keeps it when it is tried again
    std::vector<Occasion> occasions;
    occasions.push_back({stage, event, news.order.text(), facts_of(order)});
    if (news.to == orders::State::on_hold) {
        auto facts = facts_of(order);
        facts.reason = without_card_number(news.reason);
        occasions.push_back({"review_needed", event, news.order.text(), std::move(facts)});
    }
    if (news.to == orders::State::paid)
        for (auto& one : co_await low_stock(app, attempt.ctx, order)) occasions.push_back(std::move(one));
    co_await tell(app, attempt, buyer_of(order), std::move(occasions));
}

Task<void> on_difference_asked(App& app, const jobs::Attempt& attempt, const orders::DifferenceAsked& news) {
    auto order = co_await order_of(app, attempt.ctx, news.order);
    auto facts = facts_of(order);
    facts.amount = news.amount;
    facts.at = news.pay_by;
    auto instructions = co_await payments::instructions(app, attempt.ctx, news.payment);
    if (instructions && !instructions->token) facts.transfer = transfer_of(*instructions);
    std::vector<Occasion> occasions;
    occasions.push_back({"difference_asked", news.edit.text(), news.order.text(), std::move(facts)});
    co_await tell(app, attempt, buyer_of(order), std::move(occasions));
}

Task<void> on_edit_ended(App& app, const jobs::Attempt& attempt, const orders::EditEnded& news) {
    auto order = co_await order_of(app, attempt.ctx, news.order);
    std::vector<Occasion> occasions;
    occasions.push_back({news.state == "done" ? "order_edited" : "edit_given_up", news.edit.text(), news.order.text(), facts_of(order)});
    co_await tell(app, attempt, buyer_of(order), std::move(occasions));
}

Task<void> on_refund_ended(App& app, const jobs::Attempt& attempt, const payments::RefundEnded& news) {
    auto order = co_await order_paid_by(app, attempt.ctx, news.order);
    Facts facts;
    facts.order = order.id.text();
    facts.order_number = order.number;
    facts.customer = without_card_number(order.shipping_address.name.str());
    facts.amount = news.amount;
    bool is_back = news.state == payments::RefundState::succeeded;
    std::vector<Occasion> occasions;
    occasions.push_back({is_back ? "order_refunded" : "refund_failed", news.refund.text() + ":" + (is_back ? "succeeded" : attempt.job.id.text()), order.id.text(), std::move(facts)});
    co_await tell(app, attempt, buyer_of(order), std::move(occasions));
}

Task<void> on_payment_held(App& app, const jobs::Attempt& attempt, const payments::PaymentHeld& news) {
    auto order = co_await order_paid_by(app, attempt.ctx, news.order);
    Facts facts;
    facts.order = order.id.text();
    facts.order_number = order.number;
    facts.reason = without_card_number(news.reason);
    std::vector<Occasion> occasions;
    occasions.push_back({"payment_in_doubt", attempt.job.id.text(), order.id.text(), std::move(facts)});
    co_await tell(app, attempt, {}, std::move(occasions));
}

Task<void> on_cart_abandoned(App& app, const jobs::Attempt& attempt, const carts::CartAbandoned& news) {
    auto left = co_await carts::left_alone(app, attempt.ctx, news.cart, news.version);
    if (!left || !left->cart.email) co_return;
    if (co_await app.db.read(attempt.ctx, orders::ordered_since(*left->cart.email, left->since))) co_return;
    std::vector<Occasion> occasions;
    occasions.push_back({"cart_abandoned", news.cart.text() + ":" + std::to_string(news.version), news.cart.text(), facts_of(left->cart, news)});
    co_await tell(app, attempt, {left->cart.email, {}}, std::move(occasions));
}

Task<void> on_account_letter(App& app, const jobs::Attempt& attempt, const accounts::Letter& news) {
    auto letter = co_await accounts::read_letter(app, attempt.ctx, news);
    if (!letter) co_return;
    auto code = "account_" + news.what;
    const auto* stage = find_stage(code);
    if (!stage) throw std::runtime_error("nothing is written on the occasion " + code);
    Facts facts;
    facts.customer = without_card_number(letter->name);
    facts.account = shape_name(letter->purpose);
    if (letter->link) facts.account_link = letter->link->text();
    if (news.what == "deletion_asked") facts.account = "keep", facts.account_link = attempt.job.aggregate;  // the request that the link takes back
    facts.device = letter->device;
    facts.network = letter->network;
    facts.at = letter->at;
    std::vector<Occasion> occasions;
    occasions.push_back({stage->code, attempt.job.id.text(), attempt.job.aggregate, std::move(facts)});
    co_await tell(app, attempt, {letter->to, {}}, std::move(occasions));
}

Task<void> on_launch_letter(App& app, const jobs::Attempt& attempt, const launch::SignupLetter& news) {
    auto reader = co_await launch::reader_of(app, attempt.ctx, news.signup);
    if (!reader) co_return;
    Facts facts;
    facts.signup = news.signup.text();
    std::vector<Occasion> occasions;
    occasions.push_back({news.has_opened ? "launch_open" : "launch_confirm", attempt.job.id.text(), news.signup.text(), std::move(facts)});
    co_await tell(app, attempt, {std::move(reader), {}}, std::move(occasions));
}

void jobs(jobs::Registry& registry) {
    registry.on("notices.launch_letter", on_launch_letter);
    registry.on("notices.account_letter", on_account_letter);
    registry.on("notices.order_placed", on_order_placed);
    registry.on("notices.order_moved", on_order_state_changed);
    registry.on("notices.difference_asked", on_difference_asked);
    registry.on("notices.edit_ended", on_edit_ended);
    registry.on("notices.refund_ended", on_refund_ended);
    registry.on("notices.payment_held", on_payment_held);
    registry.on("notices.return_asked", on_return_asked);
    registry.on("notices.return_moved", on_return_moved);
    registry.on("notices.cart_abandoned", on_cart_abandoned);
    registry.timer(std::string(send_kind), send, send_options);
}

}  // namespace vitrine::notices
