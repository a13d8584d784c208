#include "modules/promotions/rules.h"
#include "modules/promotions/set_limits.h"
#include "modules/promotions/sql.h"
#include "modules/stores/api.h"

namespace vitrine::promotions {
namespace {

[[noreturn]] void wrong(const std::vector<Fault>& faults) {
    auto first = faults.empty() ? Fault{} : faults.front();
    throw std::runtime_error("a promotion cannot be read: " + first.pointer + " " + first.detail);
}

Definition read(const std::string& text) {
    auto definition = read_json<Definition>(text);
    if (!definition) wrong(definition.error().errors);
    if (auto faults = faults_of(*definition); !faults.empty()) wrong(faults);
    return std::move(*definition);
}

std::vector<std::string> read_codes(const std::vector<std::string>& texts) {
    std::vector<std::string> out;
    for (const auto& text : texts) {
        auto code = CouponCode::parse(text);
        if (!code) throw std::runtime_error("a coupon's code cannot be read: " + text);
        out.push_back(code->str());
    }
    return out;
}

}  // namespace

Task<bool> seed(pg::Db& db, Ctx ctx, std::string text, std::vector<std::string> code_texts) {
    auto definition = read(text);
    auto codes = read_codes(code_texts);
    auto id = PromotionId::next(ctx.now);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        if (co_await tx.ask(sql::has_named(definition.name.str()))) co_return false;
        tx.send(sql::add(id, definition.name.str(), RawJson{to_json(definition)}));
        tx.send(sql::move(id, State::draft, State::active));
        if (definition.limits) set_limits(tx, id, definition);
        std::vector<CouponId> ids;
        for (size_t i = 0; i < codes.size(); ++i) ids.push_back(CouponId::next(ctx.now));
        tx.send(sql::add_coupons(ids, codes, id, {}, {}, {}, {}));
        stores::rules_changed(tx, "promotions");
        co_return true;
    };
    auto made = co_await db.transaction(ctx, body);
    co_return *made;
}

}  // namespace vitrine::promotions
