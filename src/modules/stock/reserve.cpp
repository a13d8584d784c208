#include "modules/stock/api.h"
#include "modules/stock/sql.h"

namespace vitrine::stock {
namespace {

struct ShortageRow {
    std::string variant;
    std::int64_t wanted, available;
};
SHAPE(ShortageRow, variant, wanted, available)
struct ShortageList {
    std::vector<ShortageRow> items;
};
SHAPE(ShortageList, items)

}  // namespace

pg::Later<std::vector<Outcome>> reserve(pg::Tx& tx, const std::vector<Want>& wants, Instant expires) {
    std::vector<std::string> orders;
    std::vector<VariantId> variants;
    std::vector<std::int64_t> quantities;
    for (const auto& want : wants) {
        orders.push_back(want.order);
        variants.push_back(want.variant);
        quantities.push_back(want.quantity);
    }
    return tx.queue(sql::reserve(orders, variants, quantities, expires));
}

std::vector<Shortage> shortages(const pg::Error& error) {
    std::vector<Shortage> out;
    if (error.sqlstate != "VS001") return out;
    std::string_view message = error.what();
    auto from = message.find('['), to = message.rfind(']');
    if (from == std::string_view::npos || to == std::string_view::npos) return out;
    auto list = read_json<ShortageList>("{\"items\":" + std::string(message.substr(from, to - from + 1)) + "}");
    if (!list) return out;
    for (const auto& row : list->items)
        if (auto id = parse_uuid(row.variant)) out.push_back({VariantId{*id}, row.wanted, row.available});
    return out;
}

pg::Later<std::vector<VariantId>> sell(pg::Tx& tx, std::string order) { return tx.queue(sql::sell(order)); }
pg::Later<std::vector<VariantId>> release(pg::Tx& tx, std::string order, std::string reason) { return tx.queue(sql::release(order, reason)); }
void extend(pg::Tx& tx, std::string order, Instant expires) { tx.send(sql::extend(order, expires)); }

pg::Later<std::vector<VariantId>> set_on_hand(pg::Tx& tx, const std::vector<VariantId>& variants, const std::vector<std::int64_t>& on_hand, std::string reason) {
    return tx.queue(sql::set_on_hand(variants, on_hand, reason));
}

pg::Query<std::vector<Available>> available(const std::vector<VariantId>& variants) { return sql::available(variants); }
pg::Query<std::vector<Available>> all_available() { return sql::all_available(); }

}  // namespace vitrine::stock
