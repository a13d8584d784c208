// What is owed for goods that came back: decide and keep the plan, give, write down; what stopped in between goes on from there.
#include "modules/returns/settle.h"

#include <algorithm>

#include "core/check.h"
#include "io/telemetry/log.h"
#include "modules/tenders/credit/api.h"

namespace vitrine::returns {
namespace {

struct Case {
    Loaded loaded;
    orders::OrderView order;
    std::vector<orders::LineUnits> accepted;
    bool is_whole = false;       ///< with it all goods of the order have come back
    std::optional<Plan> plan;
    bool is_given = false;       ///< money has gone by this plan, though that may not be written down yet
};

std::string key_of(ReturnId id) { return "return:" + id.text(); }

std::optional<Plan> plan_of(const ReturnRow& row) {
    if (!row.plan) return {};
    auto plan = read_json<Plan>(row.plan->text);
    if (!plan) throw std::runtime_error("the stored plan of a return does not fit its shape");
    return std::move(*plan);
}

bool is_same(const std::optional<RawJson>& a, const std::optional<RawJson>& b) { return a ? b && a->text == b->text : !b; }

std::unexpected<Refusal> refuse_overtaken() { return refuse(not_settled, "somebody else settles it at this moment; look at it again"); }

std::vector<orders::LineUnits> accepted_of(const std::vector<ReturnLine>& lines) {
    std::vector<orders::LineUnits> out;
    for (const auto& line : lines)
        if (auto units = line.sellable.value_or(0) + line.damaged.value_or(0); units > 0) out.push_back({line.position, units});
    return out;
}

bool is_whole(const orders::OrderView& order, const std::vector<sql::TakenRow>& given, const std::vector<orders::LineUnits>& accepted) {
    return std::ranges::all_of(order.lines, [&](const auto& line) {
        auto before = std::ranges::find(given, line.position, &sql::TakenRow::position);
        auto now = std::ranges::find(accepted, line.position, &orders::LineUnits::position);
        auto back = (before == given.end() ? 0 : before->given) + (now == accepted.end() ? 0 : now->quantity);
        return line.breakdown.is_gift || back >= line.quantity - line.cancelled.value_or(0);
    });
}

Task<Result<Case>> open(App& app, Ctx ctx, ReturnId id) {
    auto body = [&](pg::Tx& tx) -> Task<Result<Case>> {
        auto loaded = co_await load_return(tx, id);
        if (!loaded) co_return refuse(std::move(loaded.error()));
        auto order = co_await orders::view_in(tx, loaded->row.order_id);
        check(order.has_value(), "orders are never deleted");
        Case out{std::move(*loaded), std::move(*order), {}, false, {}, false};
        out.accepted = accepted_of(out.loaded.lines);
        out.is_whole = is_whole(out.order, co_await tx.ask(sql::taken(out.order.id)), out.accepted);
        out.plan = plan_of(out.loaded.row);
        out.is_given = out.loaded.row.refund || (out.plan && co_await orders::was_given_back(tx, key_of(id)));
        co_return out;
    };
    co_return co_await app.db.transaction(ctx, body, {.read_only = true});
}

/// Behind the lock, while the return is still inspected: `work` gives whether it did something.
template <class Work>
Task<Result<ReturnView>> finish(App& app, Ctx ctx, ReturnId id, Work work) {
    auto body = [&](pg::Tx& tx) -> Task<Result<ReturnView>> {
        auto loaded = co_await lock_return(tx, id, {});
        if (!loaded) co_return refuse(std::move(loaded.error()));
        if (loaded->row.state == State::inspected) co_await work(tx, loaded->row);
        co_return co_await show(tx, app, loaded->row);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<ReturnView>> close(App& app, Ctx ctx, ReturnId id, std::string words) {
    auto work = [&](pg::Tx& tx, ReturnRow& row) -> Task<void> {
        move_return(tx, row, State::closed, words);
        co_await free_goods(tx, app, id);
    };
    co_return co_await finish(app, ctx, id, work);
}

Task<Result<Plan>> make_plan(App& app, Ctx ctx, const Case& of, Wish wish) {
    const auto& terms = of.loaded.terms;
    Money zero{0, of.order.total.currency};
    Plan plan{.wish = wish, .with_delivery = terms.refunds_delivery && of.is_whole, .worth = zero, .withheld = zero, .credit = zero};
    auto goods = co_await orders::worth_of(app, ctx, of.order.id, of.accepted, false);
    if (!goods) co_return refuse(std::move(goods.error()));
    plan.worth = *goods;
    if (plan.with_delivery) {
        auto all = co_await orders::worth_of(app, ctx, of.order.id, of.accepted, true);
        if (!all) co_return refuse(std::move(all.error()));
        plan.worth = *all;
    }
    plan.withheld = rules::withheld(terms, wish, *goods);
    if (wish == Wish::refund) co_return plan;
    auto total = co_await price_exchange(app, ctx, of.order, of.loaded, plan.worth - plan.withheld);
    if (!total) co_return refuse(std::move(total.error()));
    auto paid = rules::exchange(terms, *goods, plan.worth, *total);
    plan.withheld = paid.withheld;
    plan.credit = paid.credit;
    co_return plan;
}

/// In place of the plan that was seen, if that still stands and nothing was given by it; behind the order's lock, as every refund.
Task<Result<void>> keep_plan(App& app, Ctx ctx, const Case& of, const Plan& plan) {
    auto id = of.loaded.row.id;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto loaded = co_await lock_return(tx, id, {});
        if (!loaded) co_return refuse(std::move(loaded.error()));
        if (life.is_final(loaded->row.state)) co_return true;   // somebody was faster, and is through
        bool is_overtaken = loaded->row.refund || !is_same(loaded->row.plan, of.loaded.row.plan) || co_await orders::was_given_back(tx, key_of(id));
        if (is_overtaken) {
            auto standing = plan_of(loaded->row);
            if (standing && standing->wish == plan.wish) co_return true;   // somebody was faster: his plan holds
            co_return refuse_overtaken();
        }
        tx.send(sql::keep_plan(id, plan.wish, RawJson{to_json(plan)}, tx.ctx().now));
        co_return true;
    };
    auto kept = co_await app.db.transaction(ctx, body);
    if (!kept) co_return refuse(std::move(kept.error()));
    co_return Result<void>{};
}

/// Money and credit, once; nothing where nothing is left of the worth.
Task<Result<void>> give(App& app, Ctx ctx, const Case& of, const Plan& plan) {
    const auto& row = of.loaded.row;
    if (row.refund || plan.worth == plan.withheld) co_return Result<void>{};
    bool is_credit = plan.wish == Wish::refund && row.destination == MoneyTo::store_credit;
    auto still_holds = [&](pg::Tx& tx) -> Task<Result<void>> {
        auto locked = co_await lock_return(tx, row.id, {});
        if (!locked) co_return refuse(std::move(locked.error()));
        if (locked->row.state != State::inspected || !is_same(locked->row.plan, row.plan)) co_return refuse_overtaken();
        co_return Result<void>{};
    };
    auto given = co_await orders::give_back_goods(app, ctx, row.order_id, key_of(row.id),
                                                  {.lines = of.accepted, .with_delivery = plan.with_delivery, .withheld = plan.withheld, .credit = plan.credit, .is_all_credit = is_credit,
                                                   .reason = "Return " + row.number + ": " + row.reason_words},
                                                  still_holds);
    if (!given) co_return refuse(std::move(given.error()));
    auto work = [&](pg::Tx& tx, ReturnRow& locked) -> Task<void> {
        tx.send(sql::note_outcome(locked.id, given->amount.minor, plan.withheld.minor, plan.credit.minor, given->refund, {}));
        note(tx, locked, "Given back: " + format_for_people(given->amount));
        co_return;
    };
    auto written = co_await finish(app, ctx, row.id, work);
    if (!written) co_return refuse(std::move(written.error()));
    co_return Result<void>{};
}

/// An exchange spares restocking; where its goods are not had in the end, what was to pay for them is credit to keep, and it is kept of that, as far as it is there. Gives words for the customer.
Task<std::string> keep_restocking(pg::Tx& tx, const Loaded& loaded, std::string email, const Plan& plan) {
    auto fee = rules::restocking(loaded.terms, plan.credit);
    if (fee.is_zero()) co_return std::string();
    auto kept = co_await tenders::take_credit(tx, std::move(email), fee, {"return_fees", loaded.row.id.text(), "Restocking, return " + loaded.row.number});
    co_return kept.is_zero() ? std::string() : format_for_people(kept) + " of the credit is kept for restocking";
}

Task<Result<ReturnView>> end_refund(App& app, Ctx ctx, const Case& of, const Plan& plan) {
    if (plan.worth == plan.withheld) co_return co_await close(app, ctx, of.loaded.row.id, "Nothing is left of it after what is kept");
    auto work = [&](pg::Tx& tx, ReturnRow& row) -> Task<void> {
        std::string words;
        if (plan.wish == Wish::exchange) words = co_await keep_restocking(tx, of.loaded, of.order.email, plan);
        move_return(tx, row, State::refunded, words);
        co_await free_goods(tx, app, row.id);
    };
    co_return co_await finish(app, ctx, of.loaded.row.id, work);
}

Task<Result<ReturnView>> end_exchange(App& app, Ctx ctx, const Case& of, const Plan& plan) {
    auto placed = co_await order_exchange(app, ctx, of.order, of.loaded, plan);
    if (!placed) co_return refuse(not_settled, placed.error().title + (placed.error().detail.empty() ? "" : ": " + placed.error().detail), std::move(placed.error().errors));
    auto work = [&](pg::Tx& tx, ReturnRow& row) -> Task<void> {
        row.replacement = *placed;
        tx.send(sql::note_outcome(row.id, row.amount.value_or(0), plan.withheld.minor, plan.credit.minor, row.refund, *placed));
        move_return(tx, row, State::exchanged, {});
        orders::tell(tx, *placed, {"return", "Goods in exchange for return " + row.number, true});
        co_await free_goods(tx, app, row.id);
    };
    co_return co_await finish(app, ctx, of.loaded.row.id, work);
}

/// Whether somebody else has settled it, or begun to, since it was looked at: then nothing may be left to plan with.
Task<bool> is_overtaken(App& app, Ctx ctx, const Case& of) {
    auto now = co_await open(app, ctx, of.loaded.row.id);
    co_return now && (now->is_given || now->loaded.row.state != of.loaded.row.state || !is_same(now->loaded.row.plan, of.loaded.row.plan));
}

Task<Result<ReturnView>> carry_out(App& app, Ctx ctx, ReturnId id, std::optional<Wish> instead) {
    auto opened = co_await open(app, ctx, id);
    if (!opened) co_return refuse(std::move(opened.error()));
    auto& of = *opened;
    bool is_over = of.loaded.row.state == State::refunded || of.loaded.row.state == State::exchanged || of.loaded.row.state == State::closed;
    auto nothing = [](pg::Tx&, ReturnRow&) -> Task<void> { co_return; };
    if (is_over) co_return co_await finish(app, ctx, id, nothing);
    if (of.loaded.row.state != State::inspected) co_return refuse(illegal_move, "the return is " + std::string(shape_name(of.loaded.row.state)));
    if (of.accepted.empty()) co_return co_await close(app, ctx, id, "Nothing of it was accepted");
    if (of.is_given && !of.loaded.row.refund) {   // who gave it did not live to write it down
        auto given = co_await give(app, ctx, of, *of.plan);
        if (!given) co_return refuse(std::move(given.error()));
        auto again = co_await open(app, ctx, id);
        if (!again) co_return refuse(std::move(again.error()));
        of = std::move(*again);
    }
    auto wish = instead.value_or(of.plan ? of.plan->wish : of.loaded.row.wish);
    bool is_credited = of.loaded.row.refund && of.plan && of.plan->wish == Wish::exchange;
    bool is_ordered = is_credited && co_await orders::placed_with(app, ctx, exchange_key(id));
    if (wish == Wish::refund && is_credited && !is_ordered) co_return co_await end_refund(app, ctx, of, *of.plan);   // what was to pay for other goods stays the customer's credit
    if (!of.plan || (of.plan->wish != wish && !of.loaded.row.refund)) {
        if (wish == Wish::exchange && of.loaded.row.wish == Wish::refund) co_return refuse(illegal_move, "the customer wants money back");
        auto plan = co_await make_plan(app, ctx, of, wish);
        if (!plan && co_await is_overtaken(app, ctx, of)) co_return co_await carry_out(app, ctx, id, instead);
        if (!plan) co_return refuse(std::move(plan.error()));
        auto kept = co_await keep_plan(app, ctx, of, *plan);
        if (!kept) co_return refuse(std::move(kept.error()));
        auto again = co_await open(app, ctx, id);
        if (!again) co_return refuse(std::move(again.error()));
        of = std::move(*again);
        if (life.is_final(of.loaded.row.state)) co_return co_await finish(app, ctx, id, nothing);
    }
    auto given = co_await give(app, ctx, of, *of.plan);
    if (!given) co_return refuse(std::move(given.error()));
    if (of.plan->wish == Wish::refund) co_return co_await end_refund(app, ctx, of, *of.plan);
    co_return co_await end_exchange(app, ctx, of, *of.plan);
}

}  // namespace

Task<void> follow_replacement(App& app, const jobs::Attempt& attempt, const orders::OrderStateChanged& news) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        if (!orders::fell_unpaid(news)) co_return false;
        auto id = co_await tx.ask(sql::by_replacement(news.order));
        if (!id) co_return false;
        auto loaded = co_await lock_return(tx, *id, {});
        check(loaded.has_value(), "returns are never deleted");
        auto plan = plan_of(loaded->row);
        auto order = co_await orders::view_in(tx, loaded->row.order_id);
        if (!plan || !order) co_return false;
        auto words = co_await keep_restocking(tx, *loaded, order->email, *plan);
        if (words.empty()) co_return false;
        note(tx, loaded->row, words);
        orders::tell(tx, loaded->row.order_id, {"return", "Return " + loaded->row.number + ": " + words, true});
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<Result<ReturnView>> settle(App& app, Ctx ctx, ReturnId id, std::optional<Wish> instead) {
    auto staff = as_staff(ctx);
    auto done = co_await carry_out(app, staff, id, instead);
    if (done || done.error().code == illegal_move.code || done.error().code == not_found.code) co_return done;
    auto words = done.error().title + (done.error().detail.empty() ? "" : ": " + done.error().detail);
    log::warn("returns.not_settled", {{"return", id.text()}, {"code", done.error().code}});
    auto work = [&](pg::Tx& tx, ReturnRow& row) -> Task<void> {
        tx.send(sql::note_attention(id, std::string("not_settled"), words, tx.ctx().now));
        note(tx, row, words);
        co_return;
    };
    auto noted = co_await finish(app, staff, id, work);
    (void)noted;
    co_return done;
}

Task<void> settle_in_time(App& app, const jobs::Attempt& attempt, const OneReturn& what) {
    auto done = co_await settle(app, attempt.ctx, what.id);
    (void)done;   // a refusal waits for a person, who tries again
}

}  // namespace vitrine::returns
