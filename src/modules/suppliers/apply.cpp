#include <algorithm>
#include <unordered_map>

#include "modules/suppliers/rules.h"
#include "modules/suppliers/sql.h"
#include "modules/suppliers/work.h"

namespace vitrine::suppliers {
namespace {

constexpr size_t rows_a_transaction = 2'000;
constexpr std::int32_t codes_at_once = 1'000;

class Applying {
public:
    Applying(App& app, const Ctx& ctx, const FeedPlan& plan, const RunRow& run, std::shared_ptr<const imports::Spool> file, RunCounts counts)
        : app_(app), ctx_(ctx), plan_(plan), run_(run), batches_(plan, imports::bytes_of(std::move(file))), counts_(counts), position_(run.position) {}

    Task<bool> go(Pulse& pulse) {
        co_await skip();
        for (auto part = co_await next_part(); part.rows > 0; part = co_await next_part())
            if (!co_await write(part, pulse)) co_return false;
        co_return co_await retire(pulse);
    }

private:
    /// What is applied already is read again, because the file says what has not vanished.
    Task<void> skip() {
        for (std::int64_t passed = 0; passed < position_;) {
            auto batch = co_await batches_.next();
            if (batch.rows == 0) throw std::runtime_error("the file of a run ends before its position");
            passed += batch.rows;
            if (passed > position_) throw std::runtime_error("the file of a run is cut into other batches than before");
        }
    }

    Task<OfferBatch> next_part() {
        OfferBatch part;
        while (size_t(part.rows) < rows_a_transaction) {
            auto batch = co_await batches_.next();
            if (batch.rows == 0) break;
            part.rows += batch.rows;
            std::ranges::move(batch.offers, std::back_inserter(part.offers));
        }
        co_return part;
    }

    /// One transaction: what differs of these rows, and the position. False when the run is called off.
    Task<bool> write(const OfferBatch& part, Pulse& pulse) {
        auto next = counts_;
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            next = counts_;
            pulse.extend(tx);
            co_await save_changed(tx, part.offers, next);
            auto is_called_off = co_await tx.ask(sql::advance_run(run_.id, position_, position_ + part.rows, RawJson{to_json(next)}));
            tx.after_commit([&db = app_.db] { db.notify_soon(catalog::changes_channel); });
            co_return !is_called_off;
        };
        auto goes_on = co_await app_.db.transaction(ctx_, body);
        counts_ = next;
        position_ += part.rows;
        co_return *goes_on;
    }

    Task<void> save_changed(pg::Tx& tx, const std::vector<PricedOffer>& offers, RunCounts& counts) {
        std::vector<std::string> codes;
        for (const auto& offer : offers) codes.push_back(offer.offer.code);
        if (codes.empty()) co_return;
        auto states = co_await tx.ask(sql::offer_states(plan_.supplier, codes));
        std::unordered_map<std::string_view, const OfferState*> known;
        for (const auto& state : states) known.emplace(state.code, &state);
        std::vector<const PricedOffer*> changed;
        std::vector<ItemId> former;
        for (const auto& offer : offers) {
            auto found = known.find(offer.offer.code);
            bool is_same = found != known.end() && found->second->is_listed && found->second->hash == offer.offer.hash && found->second->price_minor == offer.price.minor && found->second->feed == plan_.feed;
            if (is_same) continue;
            changed.push_back(&offer);
            if (found != known.end()) former.push_back(found->second->item);
        }
        if (changed.empty()) co_return;
        auto items = co_await lock_pieces(tx, changed, former);
        send_offers(tx, changed, items);
        auto done = co_await republish(tx, *plan_.writer, plan_.store_currency, std::move(items));
        counts.applied += std::int64_t(changed.size());
        counts.products += done.products;
        note_left_out(tx, done);
    }

    /// The pieces that these offers are for, and those that they were for before, in the order in which everybody locks them.
    Task<std::vector<ItemRow>> lock_pieces(pg::Tx& tx, const std::vector<const PricedOffer*>& changed, const std::vector<ItemId>& former) {
        std::vector<ItemId> ids;
        std::vector<std::string> identities, slugs, skus;
        for (const auto* offer : changed) {
            auto id = ItemId::next(ctx_.now);
            auto identity = identity_of(plan_.supplier, offer->offer);
            auto names = names_of(id, identity, offer->offer.facts);
            ids.push_back(id), identities.push_back(std::move(identity)), slugs.push_back(std::move(names.slug)), skus.push_back(std::move(names.sku));
        }
        tx.send(sql::add_items(ids, identities, slugs, skus));
        co_return co_await tx.ask(sql::lock_pieces(identities, former));
    }

    void send_offers(pg::Tx& tx, const std::vector<const PricedOffer*>& changed, const std::vector<ItemRow>& items) {
        std::unordered_map<std::string_view, ItemId> by_identity;
        for (const auto& item : items) by_identity.emplace(item.identity, item.id);
        std::vector<std::string> codes, currencies;
        std::vector<ItemId> of_items;
        std::vector<std::int64_t> quantities, costs, prices;
        std::vector<RawJson> facts;
        std::vector<Uuid> hashes;
        for (const auto* priced : changed) {
            const auto& offer = priced->offer;
            codes.push_back(offer.code), of_items.push_back(by_identity.at(identity_of(plan_.supplier, offer))), quantities.push_back(offer.quantity);
            costs.push_back(offer.cost.minor), currencies.emplace_back(offer.cost.currency.code()), prices.push_back(priced->price.minor);
            facts.push_back({to_json(offer.facts)}), hashes.push_back(offer.hash);
        }
        tx.send(sql::save_offers(plan_.supplier, plan_.feed, run_.id, ctx_.now, codes, of_items, quantities, costs, currencies, prices, facts, hashes));
    }

    /// Pieces that cannot have a product because theirs is somebody else's: said once, in the report.
    void note_left_out(pg::Tx& tx, const Republished& done) {
        if (done.left_out.empty()) return;
        std::vector<std::int32_t> positions;
        std::vector<std::string> texts;
        for (const auto& slug : done.left_out) {
            if (left_out_ >= 1'000) break;
            positions.push_back(first_left_out + left_out_++);
            texts.push_back("the product '" + slug + "' or its SKU is not a supplier's, or its category is gone");
        }
        auto size = positions.size();
        tx.send(sql::save_faults(run_.id, positions, std::vector<std::int64_t>(size, 0), std::vector<std::string>(size), std::vector<std::string>(size, "product.taken"), texts, std::vector<bool>(size, false)));
    }

    /// What was listed and is not in the file any more cannot be had; it is not deleted, orders point at it.
    Task<bool> retire(Pulse& pulse) {
        std::string after;
        for (bool is_over = false; !is_over;) {
            auto listed = co_await app_.db.read(ctx_, sql::listed_after(plan_.feed, after, codes_at_once));
            is_over = listed.size() < size_t(codes_at_once);
            if (!listed.empty()) after = listed.back().code;
            std::erase_if(listed, [&](const auto& offer) { return batches_.has_seen(offer.code); });
            if (!listed.empty() && !co_await unlist(listed, pulse)) co_return false;
        }
        co_return true;
    }

    Task<bool> unlist(const std::vector<sql::ListedOffer>& gone, Pulse& pulse) {
        std::vector<std::string> codes;
        std::vector<ItemId> ids;
        for (const auto& offer : gone) codes.push_back(offer.code), ids.push_back(offer.item);
        auto next = counts_;
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            next = counts_;
            pulse.extend(tx);
            auto items = co_await tx.ask(sql::lock_items(ids));
            auto unlisted = co_await tx.ask(sql::unlist_offers(plan_.supplier, run_.id, codes, ctx_.now));
            auto done = co_await republish(tx, *plan_.writer, plan_.store_currency, std::move(items));
            next.applied += unlisted;
            next.products += done.products;
            auto is_called_off = co_await tx.ask(sql::advance_run(run_.id, position_, position_, RawJson{to_json(next)}));
            tx.after_commit([&db = app_.db] { db.notify_soon(catalog::changes_channel); });
            co_return !is_called_off;
        };
        auto goes_on = co_await app_.db.transaction(ctx_, body);
        counts_ = next;
        co_return *goes_on;
    }

    static constexpr std::int32_t first_left_out = 20'000;   ///< behind the faults of the check
    App& app_;
    const Ctx& ctx_;
    const FeedPlan& plan_;
    const RunRow& run_;
    OfferBatches batches_;
    RunCounts counts_;
    std::int64_t position_;
    std::int32_t left_out_ = 0;
};

}  // namespace

Task<bool> apply_file(App& app, const Ctx& ctx, const FeedPlan& plan, const RunRow& run, std::shared_ptr<const imports::Spool> file, RunCounts counts, Pulse& pulse) {
    Applying applying(app, ctx, plan, run, std::move(file), counts);
    co_return co_await applying.go(pulse);
}

}  // namespace vitrine::suppliers
