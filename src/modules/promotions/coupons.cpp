#include "modules/promotions/coupons.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/random.h"
#include "modules/promotions/rules.h"
#include "modules/promotions/sql.h"

namespace vitrine::promotions {
namespace {

constexpr int random_bits = 50;
constexpr size_t most_shown = 100;

std::string upper(std::string text) { return CouponCodeRule::normalize(std::move(text)); }

/// Different codes; whether the store has one of them already is known when they are saved.
std::vector<std::string> made_up(const std::string& prefix, size_t count) {
    std::set<std::string> codes;
    while (codes.size() < count) codes.insert((prefix.empty() ? "" : prefix + "-") + upper(random_token(random_bits)));
    return {codes.begin(), codes.end()};
}

std::optional<std::int64_t> whole(const std::optional<Whole<1, 1'000'000'000>>& value) { return value ? std::optional(value->value) : std::nullopt; }

std::optional<Refusal> refused(const NewCoupons& in, const Ctx& ctx) {
    auto fault = [](std::string pointer, std::string code, std::string detail) { return refuse(refusals::invalid, {}, {{std::move(pointer), std::move(code), std::move(detail)}}).error(); };
    if (in.code.has_value() == in.count.has_value()) return fault("/code", "one_member", "give either a code or how many to make up");
    if (in.prefix && !CouponCodeRule::accepts(upper(in.prefix->str()) + "-00")) return fault("/prefix", "coupon.malformed", "use letters and digits");
    if (in.code && in.prefix) return fault("/prefix", "one_member", "a prefix belongs to made-up codes");
    if (in.expires_at && *in.expires_at <= ctx.now) return fault("/expires_at", "out_of_range", "this moment is over");
    return {};
}

CouponView view_of(const CouponRow& row) {
    return {row.id, row.code, row.batch ? std::optional(uuid_text(*row.batch)) : std::nullopt, row.uses_limit, row.customer_limit, row.uses, row.expires_at, row.is_void, row.created_at};
}

Result<std::optional<Uuid>> batch_of(const std::optional<std::string>& text) {
    if (!text) return std::optional<Uuid>();
    auto parsed = parse_uuid(*text);
    if (!parsed) return refuse(refusals::invalid, {}, {{"/batch", "bad_id", "use the batch of the answer that made the codes"}});
    return parsed;
}

}  // namespace

Task<Result<MadeCoupons>> make_coupons(App& app, Ctx ctx, PromotionId promotion, NewCoupons in) {
    if (auto refusal = refused(in, ctx)) co_return refuse(std::move(*refusal));
    auto codes = in.code ? std::vector{in.code->str()} : made_up(in.prefix ? upper(in.prefix->str()) : "", size_t(*in.count));
    auto uses = in.code || in.uses ? whole(in.uses) : std::optional<std::int64_t>(1);
    auto batch = in.count ? std::optional(new_uuid(ctx.now)) : std::nullopt;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = co_await tx.ask(sql::lock_promotion(promotion));
        if (!locked) co_return refuse(not_found);
        if (life.is_final(locked->state)) co_return refuse(illegal_move, "the promotion has ended");
        if (batch) tx.send(sql::add_batch(*batch, promotion, in.name ? in.name->str() : fmt::format("{} codes", codes.size()), std::int64_t(codes.size())));
        std::vector<CouponId> ids;
        for (size_t i = 0; i < codes.size(); ++i) ids.push_back(CouponId::next(ctx.now));
        auto added = co_await tx.ask(sql::add_coupons(ids, codes, promotion, batch, uses, whole(in.uses_per_customer), in.expires_at));
        if (added.size() == codes.size()) co_return true;
        // Fifty random bits met a code of the store by chance, or its own choice exists: nothing is made.
        co_return refuse(code_taken, {}, {{"/code", "taken", "choose another code"}});
    };
    auto made = co_await app.db.transaction(ctx, body);
    if (!made) co_return refuse(made.error());
    MadeCoupons out{batch ? std::optional(uuid_text(*batch)) : std::nullopt, std::int64_t(codes.size()), std::move(codes)};
    if (out.codes.size() > most_shown) out.codes.resize(most_shown);
    co_return out;
}

Task<Result<CouponPage>> list_coupons(App& app, Ctx ctx, PromotionId promotion, CouponFilter filter) {
    auto batch = batch_of(filter.batch);
    if (!batch) co_return refuse(batch.error());
    auto limit = size_t(filter.limit.value_or(Whole<1, 1'000>{100}));
    auto rows = co_await app.db.read(ctx, sql::list_coupons(promotion, *batch, filter.cursor.value_or(CouponId{}), std::int32_t(limit + 1)));
    CouponPage page;
    if (rows.size() > limit) {
        rows.resize(limit);
        page.next_cursor = rows.back().id;
    }
    for (const auto& row : rows) page.items.push_back(view_of(row));
    co_return page;
}

Task<Result<std::string>> coupons_csv(App& app, Ctx ctx, PromotionId promotion, std::optional<std::string> batch_text) {
    auto batch = batch_of(batch_text);
    if (!batch) co_return refuse(batch.error());
    std::string out = "code,uses_limit,uses_per_customer,uses,expires_at,void\r\n";
    CouponId after;
    for (;;) {
        auto rows = co_await app.db.read(ctx, sql::list_coupons(promotion, *batch, after, 5'000));
        auto cell = [](const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : std::string(); };
        for (const auto& row : rows)
            out += fmt::format("{},{},{},{},{},{}\r\n", row.code, cell(row.uses_limit), cell(row.customer_limit), row.uses, row.expires_at ? format_rfc3339(*row.expires_at) : "", row.is_void ? "yes" : "");
        if (rows.size() < 5'000) break;
        after = rows.back().id;
    }
    co_return out;
}

Task<Result<bool>> void_coupon(App& app, Ctx ctx, CouponId id) {
    auto touched = co_await app.db.read(ctx, sql::void_coupon(id));
    if (touched == 0) co_return refuse(not_found);
    co_return true;
}

Task<Result<UsageReport>> usage(App& app, Ctx ctx, PromotionId promotion) {
    co_return UsageReport{co_await app.db.read(ctx, sql::usage(promotion))};
}

}  // namespace vitrine::promotions
