// What a product points to: related goods, accessories, better ones.
#include <set>

#include "modules/catalog/admin.h"
#include "modules/catalog/sql.h"

namespace vitrine::catalog {
namespace {

Task<Result<bool>> replace(pg::Tx& tx, App& app, ProductId id, const EditHeaders& headers, const ProductLinks& in) {
    auto product = co_await lock_for_edit(tx, id, headers);
    if (!product) co_return refuse(std::move(product.error()));
    std::vector<std::string> kinds;
    std::vector<ProductId> others;
    std::vector<std::int32_t> positions;
    std::vector<Fault> faults;
    for (const auto& [kind, list] : {std::pair<std::string, const std::vector<ProductId>&>{"related", in.related}, {"accessory", in.accessory}, {"upsell", in.upsell}}) {
        if (list.size() > most_links) faults.push_back({"/" + kind, "links.too_many", "50 at most"});
        std::set<ProductId> seen;
        for (size_t i = 0; i < list.size(); ++i) {
            auto pointer = "/" + kind + "/" + std::to_string(i);
            if (list[i] == id) faults.push_back({pointer, "links.self", "a product does not point to itself"});
            if (!seen.insert(list[i]).second) faults.push_back({pointer, "links.duplicate", "this product stands here twice"});
            kinds.push_back(kind);
            others.push_back(list[i]);
            positions.push_back(std::int32_t(i));
        }
    }
    auto known = co_await tx.ask(sql::existing_products(others));
    std::set<ProductId> there(known.begin(), known.end());
    for (size_t i = 0; i < others.size(); ++i)
        if (!there.contains(others[i])) faults.push_back({"/" + kinds[i] + "/" + std::to_string(positions[i]), "catalog.product_unknown", "there is no such product"});
    if (!faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    tx.send(sql::delete_links(id));
    tx.send(sql::save_links(id, kinds, others, positions, tx.ctx().now));
    note_changes(tx, {id});
    announce(tx, app);
    co_return true;
}

}  // namespace

Task<Result<http::Response>> put_links(App& app, Ctx ctx, http::Path<ProductPath> path, http::Headers<EditHeaders> headers, http::Body<ProductLinks> in) {
    auto body = [&](pg::Tx& tx) { return replace(tx, app, path->id, headers.value, in.value); };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_return co_await answer_detail(app, ctx, path->id);
}

}  // namespace vitrine::catalog
