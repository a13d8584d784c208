#include "modules/orders/story.h"

#include <algorithm>

#include <fmt/format.h>

#include "modules/orders/refund_load.h"
#include "modules/orders/rules.h"

namespace vitrine::orders {
namespace {

/// How the kind of a sentence ends that the buyer reads in place of the one for staff.
constexpr std::string_view for_buyer = "_for_buyer";

}  // namespace

namespace rules {
namespace {

std::string because(std::string sentence, const std::string& reason) { return reason.empty() ? sentence : sentence + ": " + reason; }

std::string sentence_of(const StoryMove& move, std::optional<State> before) {
    bool goes_on = before == State::on_hold;
    switch (move.state) {
        case State::pending_payment: return "The order was placed";
        case State::paid: return goes_on ? because("The order goes on, paid", move.reason) : "The order was paid";
        case State::processing: return because(goes_on ? "The order goes on" : before == State::pending_payment ? "The order was accepted" : "Work on the order began", move.reason);
        case State::packed: return because(goes_on ? "The order goes on, packed" : "The order was packed", move.reason);
        case State::shipped: return because("The order was sent", move.reason);
        case State::delivered: return because("The order was delivered", move.reason);
        case State::completed: return because("The order was completed", move.reason);
        case State::on_hold: return because("The order was put on hold", move.reason);
        case State::cancelled: return because("The order was cancelled", move.reason);
        case State::refunded: return "All money was given back";
    }
    return {};
}

/// The buyer is told where an order is, not why a person looked at it.
std::string sentence_for_buyer(const StoryMove& move) {
    switch (move.state) {
        case State::pending_payment: return "You placed the order";
        case State::paid: return "Your payment arrived";
        case State::processing: return "We are working on your order";
        case State::packed: return "Your order is packed";
        case State::shipped: return "Your order is on its way";
        case State::delivered: return "Your order was delivered";
        case State::completed: return "Your order is complete";
        case State::on_hold: return "Your order is on hold";
        case State::cancelled: return "Your order was cancelled";
        case State::refunded: return "All your money was given back";
    }
    return {};
}

std::string sentence_of(const payments::PaymentView& payment) {
    auto amount = format_for_people(payment.amount);
    switch (payment.state) {
        case payments::State::created:
        case payments::State::pending: return fmt::format("{} of {} is awaited", payment.method, amount);
        case payments::State::authorized: return fmt::format("{} of {} is promised", payment.method, amount);
        case payments::State::succeeded: return fmt::format("{} of {} was paid", payment.method, amount);
        case payments::State::failed: return because(fmt::format("{} of {} did not go through", payment.method, amount), payment.failure.value_or(""));
        case payments::State::cancelled: return fmt::format("{} of {} was called off", payment.method, amount);
        case payments::State::refunded: return fmt::format("{} of {} was paid and given back", payment.method, amount);
    }
    return {};
}

std::string sentence_of(const OrderRefundView& refund) {
    auto amount = format_for_people(refund.amount);
    auto to = refund.to == RefundTo::store_credit ? " as store credit" : "";
    switch (refund.state) {
        case RefundProgress::pending: return fmt::format("{} is being given back{}", amount, to);
        case RefundProgress::succeeded: return fmt::format("{} was given back{}", amount, to);
        case RefundProgress::failed: return fmt::format("{} could not be given back{}", amount, to);
        case RefundProgress::withdrawn: return fmt::format("A refund of {} was withdrawn", amount);
    }
    return {};
}
bool is_for_buyer(const OrderRefundView& refund) { return refund.state == RefundProgress::pending || refund.state == RefundProgress::succeeded; }

}  // namespace

std::vector<StoryEntry> story(const StoryFacts& facts) {
    std::vector<StoryEntry> entries;
    std::optional<State> before;
    for (const auto& move : facts.moves) {
        entries.push_back({move.at, move.state == State::pending_payment ? "placed" : "state", sentence_of(move, before), move.actor, false});
        entries.push_back({move.at, "state_for_buyer", sentence_for_buyer(move), move.actor, true});
        before = move.state;
    }
    for (const auto& payment : facts.payments) entries.push_back({payment.created_at, "payment", sentence_of(payment), "", false});
    for (const auto& refund : facts.refunds) {
        auto sentence = sentence_of(refund);
        entries.push_back({refund.created_at, "refund", because(sentence, refund.reason), refund.actor, false});
        if (is_for_buyer(refund)) entries.push_back({refund.created_at, "refund_for_buyer", std::move(sentence), refund.actor, true});
    }
    for (const auto& happening : facts.happenings) entries.push_back(happening);
    for (const auto& note : facts.notes) entries.push_back({note.at, "note", note.text, note.actor, note.kind != NoteKind::internal});
    std::vector<std::pair<Instant, size_t>> order;   // what came at one moment stays as it was added
    for (size_t i = 0; i < entries.size(); ++i) order.emplace_back(entries[i].at, i);
    std::ranges::sort(order);
    std::vector<StoryEntry> sorted;
    for (auto [at, i] : order) sorted.push_back(std::move(entries[i]));
    return sorted;
}

}  // namespace rules

Task<Result<std::vector<StoryEntry>>> story_of(App& app, Ctx ctx, OrderId order, std::string token) {
    auto notes = co_await notes_of(app, ctx, order, std::move(token));
    if (!notes) co_return refuse(std::move(notes.error()));
    StoryFacts facts;
    facts.notes = std::move(*notes);
    facts.payments = co_await payments::of_order(app, ctx, order.text());
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto moves = tx.queue(sql::moves_of(order));
        auto happenings = tx.queue(sql::happenings_of(order));
        auto loaded = co_await load_refunds(tx, order);
        if (!loaded) co_return refuse(not_found);
        facts.moves.clear(), facts.happenings.clear();
        for (auto& row : *moves) facts.moves.push_back({row.state, std::move(row.reason), std::move(row.actor), row.at});
        for (auto& row : *happenings) facts.happenings.push_back({row.at, std::move(row.kind), std::move(row.words), std::move(row.actor), row.is_visible});
        facts.refunds = views_of(*loaded);
        co_return true;
    };
    auto read = co_await app.db.transaction(ctx, body, {.read_only = true});
    if (!read) co_return refuse(std::move(read.error()));
    auto entries = rules::story(facts);
    bool is_staff = ctx.role == Role::staff;
    std::erase_if(entries, [&](const auto& entry) { return is_staff ? entry.kind.ends_with(for_buyer) : !entry.is_visible; });
    for (auto& entry : entries) {
        if (entry.kind.ends_with(for_buyer)) entry.kind.resize(entry.kind.size() - for_buyer.size());
        if (!is_staff) entry.actor.clear();
    }
    co_return entries;
}

}  // namespace vitrine::orders
