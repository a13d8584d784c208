#include <map>

#include "modules/prices/api.h"
#include "modules/prices/sql.h"

namespace vitrine::prices {

Task<std::shared_ptr<const PriceLists>> load_lists(pg::Db& db, Ctx ctx, std::string time_zone, std::shared_ptr<const PriceLists> known) {
    std::map<PriceListId, std::shared_ptr<const LoadedList>> kept;
    if (known)
        for (const auto& loaded : known->lists()) kept[loaded->list.id] = loaded;

    std::vector<std::shared_ptr<const LoadedList>> lists;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        lists.clear();  // a retry starts anew
        auto found = co_await tx.ask(sql::find_lists());
        for (auto& list : found) {
            auto before = kept.find(list.id);
            if (before != kept.end() && before->second->list.version == list.version) {
                lists.push_back(before->second);
                continue;
            }
            auto loaded = std::make_shared<LoadedList>();
            auto id = list.id;
            loaded->list = std::move(list);
            auto take = [&loaded](ListPrice price) { loaded->prices.push_back(price); };
            auto rows = sql::find_list_prices(id, {}, 0, INT32_MAX);
            co_await tx.each<ListPrice>(std::move(rows), take);
            lists.push_back(std::move(loaded));
        }
        co_return true;
    };
    auto read = co_await db.transaction(ctx, body, {.read_only = true});
    (void)read;
    co_return std::make_shared<const PriceLists>(std::move(lists), time_zone);
}

}  // namespace vitrine::prices
