#include "modules/orders/batch.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/text.h"
#include "modules/orders/assess.h"
#include "modules/orders/desk.h"
#include "modules/orders/save.h"
#include "modules/search/api.h"

namespace vitrine::orders {
namespace {

using Requests = std::vector<std::shared_ptr<const Request>>;
constexpr int most_looks = 3;

/// The transaction acts for all: what is recorded about one order names that order's own actor and request. It may last as long as the most patient waits.
Ctx ctx_of(const Requests& requests) {
    Ctx ctx = requests.front()->ctx;
    ctx.actor.clear();
    ctx.request_id.clear();
    ctx.role = Role::worker;   // the shop's own hand: the carts are of many customers, of whom none may see another's
    for (const auto& request : requests) {
        ctx.now = std::max(ctx.now, request->ctx.now);
        bool waits_for_ever = ctx.deadline == Instant{} || request->ctx.deadline == Instant{};
        ctx.deadline = waits_for_ever ? Instant{} : std::max(ctx.deadline, request->ctx.deadline);
    }
    return ctx;
}

struct Loaded {
    Seen seen;
    std::vector<std::int64_t> numbers;   ///< as many as there may be orders; what is not used is lost, as with any sequence
};

/// The goods of an open cart, those its promotions give now, and the parts of bundles: their levels are locked together.
std::vector<catalog::VariantId> goods_of(const carts::CartRow& cart, const quotes::Memory& memory, Instant now) {
    auto variants = cart.variants;
    if (memory.rules->promotions->size() > 0) {
        auto quote = rules::quote(cart, memory, now);
        for (size_t i = 0; quote && i < quote->lines.size(); ++i)
            if (quote->lines[i].is_gift) variants.push_back(quote->lines[i].variant);
    }
    auto own = variants.size();
    for (size_t i = 0; i < own; ++i)
        for (const auto& part : memory.snapshot->parts(variants[i])) variants.push_back(part.variant);
    return variants;
}

/// A cart that was asked for by two of its keys was read for each.
std::vector<carts::CartRow> each_once(const std::vector<carts::CartRow>& rows) {
    std::vector<carts::CartRow> out;
    std::set<carts::CartId> seen;
    for (const auto& row : rows)
        if (seen.insert(row.id).second) out.push_back(row);
    return out;
}

/// What the store's rules on risk count for the carts that may become orders; nothing where they count nothing.
std::optional<risk::Counting> count_for(pg::Tx& tx, const Requests& requests, const std::vector<carts::CartRow>& carts, const quotes::Memory& memory) {
    if (!memory.rules->risk || !risk::has_rules(*memory.rules->risk)) return {};
    std::vector<risk::Facts> facts;
    for (const auto& request : requests) {
        auto cart = std::ranges::find(carts, request->in.cart, &carts::CartRow::id);
        if (cart != carts.end() && cart->state == "active") facts.push_back(facts_of(*request, *cart));
    }
    return risk::count(tx, *memory.rules->risk, facts);
}

using LockedDrafts = std::map<DraftId, pg::Later<std::optional<sql::LockedDraft>>>;
/// Queues the locks of the drafts that are placed, in the order of their ids.
LockedDrafts lock_drafts(pg::Tx& tx, const Requests& requests) {
    std::set<DraftId> ids;
    for (const auto& request : requests)
        if (request->draft) ids.insert(request->draft->id);
    LockedDrafts locked;
    for (auto id : ids) locked.emplace(id, tx.queue(sql::lock_draft(id)));
    return locked;
}

/// First round trip: the carts and drafts behind their locks, and the keys claimed before. Second: what rules on risk count behind the locks of what is counted,
/// and the levels of all that is in these carts, behind theirs where little is left.
Task<Loaded> load(pg::Tx& tx, App& app, const Requests& requests, const quotes::Memory& memory, std::int64_t plenty) {
    tx.send(sql::keep_plans());
    std::vector<carts::CartKey> wanted;
    std::vector<std::string> keys;
    for (const auto& request : requests) {
        wanted.push_back(request->cart);
        keys.push_back(request->idempotency_key);
    }
    auto locked = carts::lock(tx, wanted);
    auto drafts = lock_drafts(tx, requests);
    auto claims = tx.queue(sql::find_claims(keys));
    co_await tx.flush();
    Loaded loaded{{app.config, memory, std::move(*locked.keys), each_once(*locked.rows), std::move(*claims), {}}, {}};
    for (const auto& [id, draft] : drafts)
        if (*draft && (*draft)->state == DraftState::open) loaded.seen.drafts.emplace(id, (*draft)->version);

    std::int64_t open_carts = 0;
    std::vector<catalog::VariantId> variants;
    for (const auto& cart : loaded.seen.carts) {
        if (cart.state != "active") continue;
        auto goods = goods_of(cart, memory, tx.ctx().now);
        variants.insert(variants.end(), goods.begin(), goods.end());
        ++open_carts;
    }
    if (variants.empty()) co_return loaded;
    auto counting = count_for(tx, requests, loaded.seen.carts, memory);
    auto levels = stock::lock_levels(tx, variants, plenty);
    auto numbers = tx.queue(sql::next_numbers(open_carts));
    co_await tx.flush();
    loaded.seen.levels = std::move(*levels);
    if (counting) loaded.seen.tally = risk::Tally(counting->found());
    loaded.numbers = std::move(*numbers);
    co_return loaded;
}

/// "S-100023": the store's initial and its own rising number.
std::string number_text(const stores::Store& store, std::int64_t number) {
    return fmt::format("{}-{}", char(std::toupper((unsigned char)store.slug[0])), number);
}

OrderView view_of(rules::Draft draft, const Request& request) {
    auto now = request.ctx.now;
    return {.id = OrderId::next(now),
            .email = draft.email.str(),
            .shipping_address = std::move(draft.shipping_address),
            .billing_address = std::move(draft.billing_address),
            .lines = std::move(draft.lines),
            .subtotal = draft.quote.subtotal,
            .discount = draft.quote.discount,
            .tax = draft.quote.tax,
            .tax_included = draft.quote.tax_included,
            .shipping = draft.quote.shipping,
            .shipping_discount = draft.quote.shipping_discount,
            .rounding = draft.quote.rounding,
            .total = draft.quote.total,
            .payable = draft.quote.payable,
            .breakdown = std::move(draft.breakdown),
            .shipping_name = std::move(draft.shipping.name),
            .payment_method = std::move(draft.payment_method),
            .payment = PaymentId::next(now),
            .placed_at = now};
}

/// The requests of one transaction, served one after the other.
class Round {
public:
    Round(const Requests& requests, Seen seen) : requests_(requests), memory_(seen.memory), desk_(std::move(seen)), ended_(requests.size()) {
        for (size_t i = 0; i < requests.size(); ++i) serve(i);
    }

    /// Gives the orders their numbers and queues what they write.
    std::vector<Ended> save(pg::Tx& tx, const std::vector<std::int64_t>& numbers) {
        for (size_t i = 0; i < orders_.size(); ++i) orders_[i].view.number = number_text(*memory_.store, numbers[i]);
        if (!orders_.empty()) {
            save_orders(tx, orders_);
            tell_low_stock(tx);
        }
        for (size_t i = 0; i < orders_.size(); ++i) {
            auto next = payments::next_at_once(*memory_.store, payment_of(orders_[i]));
            ended_[places_[i]] = Result<Saved>(Saved{std::move(orders_[i].view), false, std::move(next)});
        }
        for (auto [place, first] : repeats_) {
            ended_[place] = ended_[first];
            std::get<Result<Saved>>(ended_[place])->replayed = true;
        }
        return std::move(ended_);
    }

private:
    void serve(size_t place) {
        const auto& request = *requests_[place];
        try {
            auto decision = desk_.serve(request);
            if (auto* draft = std::get_if<rules::Draft>(&decision)) add(place, std::move(*draft));
            else if (auto* answered = std::get_if<OrderView>(&decision)) ended_[place] = Result<Saved>(Saved{std::move(*answered), true, {}});
            else if (auto* repeat = std::get_if<Desk::RepeatOf>(&decision)) repeats_.emplace_back(place, repeat->place);
            else ended_[place] = Result<Saved>(refuse(std::get<Refusal>(std::move(decision))));
        } catch (...) {
            ended_[place] = std::current_exception();
        }
    }
    void add(size_t place, rules::Draft draft) {
        const auto& request = *requests_[place];
        auto window = payments::payment_window(draft.payment_method, request.in.answers.value_or(payments::Answers{}));
        auto expires = request.ctx.now + stock::hold_for(window, request.limits, request.ctx.role);
        auto assessed = std::move(draft.assessed);
        auto parts = std::move(draft.parts);
        auto goods = std::move(draft.goods), promised = std::move(draft.promised);
        NewOrder order{view_of(std::move(draft), request), request.in.cart, request.idempotency_key, request.fingerprint, expires, request.ctx.actor, request.ctx.request_id, std::move(assessed)};
        for (const auto& discount : order.view.breakdown.discounts)
            if (promotions::is_for_first_orders(*memory_.rules->promotions, discount.promotion)) order.first_order_only.push_back(discount.promotion);
        order.parts = std::move(parts), order.goods = std::move(goods), order.promised = std::move(promised);
        orders_.push_back(std::move(order));
        places_.push_back(place);
    }
    /// Pages say "only 3 left": where little is left, every process is told; staff are told once, when it falls there.
    void tell_low_stock(pg::Tx& tx) const {
        std::vector<catalog::VariantId> low;
        for (const auto& order : orders_)
            for (const auto& want : order.goods)
                if (desk_.shelf().left(want.variant) <= 2 * memory_.store->low_stock) low.push_back(want.variant);
        std::ranges::sort(low);
        low.erase(std::ranges::unique(low).begin(), low.end());
        catalog::note_variant_changes(tx, low);
        stock::tell_low(tx, desk_.shelf().fallen(memory_.store->low_stock));
    }

    const Requests& requests_;
    quotes::Memory memory_;
    Desk desk_;
    std::vector<Ended> ended_;
    std::vector<NewOrder> orders_;
    std::vector<size_t> places_;                        ///< of the requests that became orders
    std::vector<std::pair<size_t, size_t>> repeats_;    ///< place of a repeat, place of the first
};

Task<Result<std::vector<Ended>>> place_in(pg::Tx& tx, App& app, const Requests& requests, std::int64_t plenty) {
    auto memory = quotes::memory_of(app, tx.ctx().store);
    auto loaded = co_await load(tx, app, requests, memory, plenty);
    Round round(requests, std::move(loaded.seen));
    co_return round.save(tx, loaded.numbers);
}

}  // namespace

Task<std::vector<Ended>> place_together(App& app, const Requests& requests, std::int64_t plenty) {
    auto body = [&](pg::Tx& tx) { return place_in(tx, app, requests, plenty); };
    for (int attempt = 1;; ++attempt) {
        try {
            auto ended = co_await app.db.transaction(ctx_of(requests), body);
            co_return std::move(*ended);
        } catch (const pg::Error& error) {
            // Another process was faster: with one of the keys, then the next look finds its claim; or with stock, then the next look locks it.
            bool is_sold = (error.constraint == stock::level_constraint || error.constraint == stock::promise_constraint) && plenty != stock::lock_all;
            if (is_sold) plenty = stock::lock_all;
            else if (error.constraint != "claimed_once" || attempt == most_looks) throw;
        }
    }
}

}  // namespace vitrine::orders
