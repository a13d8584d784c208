#include <unordered_map>

#include "modules/suppliers/rules.h"
#include "modules/suppliers/sql.h"
#include "modules/suppliers/work.h"

namespace vitrine::suppliers {
namespace {

constexpr size_t most_faults = 10'000, most_jumps = 10'000, most_of_a_kind = 1'000;
constexpr std::int32_t codes_at_once = 5'000;

class Checking {
public:
    Checking(App& app, const Ctx& ctx, const FeedPlan& plan, std::shared_ptr<const imports::Spool> file) : app_(app), ctx_(ctx), plan_(plan), batches_(plan, imports::bytes_of(std::move(file))) {}

    Task<Checked> run(Pulse& pulse) {
        for (auto batch = co_await batches_.next(); batch.rows > 0; batch = co_await batches_.next()) {
            out_.counts.rows += batch.rows;
            out_.counts.faulty += batch.rows - std::int64_t(batch.offers.size());
            for (const auto& fault : batch.faults) note(fault);
            co_await compare(batch.offers);
            if (co_await pulse.beat(out_.counts)) continue;
            out_.is_called_off = true;
            co_return std::move(out_);
        }
        out_.refusal = batches_.refusal();
        if (out_.refusal.empty()) co_await find_gone();
        co_return std::move(out_);
    }

private:
    void note(const RowFault& fault) {
        if (fault.is_notice) ++out_.counts.notices;
        if (out_.faults.size() < most_faults) out_.faults.push_back({std::int32_t(out_.faults.size()), std::int64_t(fault.row), fault.column, fault.code, fault.text, fault.is_notice});
    }

    void tell(Difference what, const std::string& code, std::optional<std::int64_t> was, std::optional<std::int64_t> is) {
        auto limit = what == Difference::jumped ? most_jumps : most_of_a_kind;
        if (++told_[what] <= limit) out_.diffs.push_back({std::int32_t(out_.diffs.size()), what, code, was, is});
    }

    Task<void> compare(const std::vector<PricedOffer>& offers) {
        if (offers.empty()) co_return;
        std::vector<std::string> codes;
        for (const auto& offer : offers) codes.push_back(offer.offer.code);
        auto states = co_await app_.db.read(ctx_, sql::offer_states(plan_.supplier, codes));
        std::unordered_map<std::string_view, const OfferState*> known;
        for (const auto& state : states) known.emplace(state.code, &state);
        auto& counts = out_.counts;
        for (const auto& [offer, price] : offers) {
            auto found = known.find(offer.code);
            const OfferState* before = found == known.end() ? nullptr : found->second;
            if (!before) ++counts.new_rows, tell(Difference::added, offer.code, {}, price.minor);
            else if (!before->is_listed) ++counts.returned, tell(Difference::returned, offer.code, before->price_minor, price.minor);
            else if (before->hash == offer.hash && before->price_minor == price.minor && before->feed == plan_.feed) ++counts.unchanged;
            else {
                ++counts.changed;
                bool jumps = rules::is_jump(before->price_minor, price.minor, plan_.guards);
                if (jumps) ++counts.jumps;
                tell(jumps ? Difference::jumped : Difference::changed, offer.code, before->price_minor, price.minor);
            }
        }
    }

    Task<void> find_gone() {
        std::string after;
        for (bool is_over = false; !is_over;) {
            auto listed = co_await app_.db.read(ctx_, sql::listed_after(plan_.feed, after, codes_at_once));
            for (const auto& offer : listed) {
                ++out_.counts.listed_before;
                if (batches_.has_seen(offer.code)) continue;
                ++out_.counts.gone;
                tell(Difference::gone, offer.code, offer.price_minor, {});
            }
            is_over = listed.size() < size_t(codes_at_once);
            if (!is_over) after = listed.back().code;
        }
    }

    App& app_;
    const Ctx& ctx_;
    const FeedPlan& plan_;
    OfferBatches batches_;
    Checked out_;
    std::map<Difference, size_t> told_;
};

}  // namespace

Task<Checked> check_file(App& app, const Ctx& ctx, const FeedPlan& plan, std::shared_ptr<const imports::Spool> file, Pulse& pulse) {
    Checking checking(app, ctx, plan, std::move(file));
    co_return co_await checking.run(pulse);
}

}  // namespace vitrine::suppliers
