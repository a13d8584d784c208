#pragma once
#include "modules/catalog/api.h"
#include "modules/stock/goods.h"
#include "modules/stock/staff.h"

namespace vitrine::stock {

/// At which number left a store's staff are told unless the article says.
std::int64_t low_of(const App& app, const Ctx& ctx);
/// These variants by name. Refuses stock.variant_unknown with the pointer of each that there is not: `pointer`/3/variant.
Task<Result<std::vector<catalog::NamedVariant>>> name_all(pg::Tx& tx, std::vector<VariantId> variants, std::string pointer);

}  // namespace vitrine::stock
