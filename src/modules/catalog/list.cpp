#include "modules/catalog/admin.h"
#include "modules/catalog/admin_list.h"
#include "modules/catalog/change.h"
#include "modules/catalog/sql.h"

namespace vitrine::catalog {

std::string like_pattern(std::string_view text) {
    std::string out = "%";
    for (char c : text) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return out + "%";
}

Task<Result<AdminProducts>> list_products(App& app, Ctx ctx, http::Query<AdminProductsQuery> in) {
    auto limit = in->limit ? in->limit->value : 50;
    auto category = category_name(in->category, {});
    std::vector<std::string> states;
    for (auto state : in->status) states.emplace_back(shape_name(state));
    auto query = sql::admin_products(in->q ? like_pattern(*in->q) : std::string(), in->cursor.value_or(""), limit + 1, states, category.slug, category.id,
                                     in->brand ? in->brand->str() : "", in->tag ? in->tag->str() : "", in->deleted.value_or(false));
    AdminProducts page;
    page.items = co_await app.db.read(ctx, std::move(query));
    if (std::int64_t(page.items.size()) > limit) {
        page.items.pop_back();
        page.next_cursor = page.items.back().slug;
    }
    co_return page;
}

Task<Result<http::Response>> show_product(App& app, Ctx ctx, http::Path<ProductPath> path) {
    auto body = [&](pg::Tx& tx) { return load_detail(tx, path->id); };
    auto detail = co_await app.db.transaction(ctx, body, {.read_only = true});
    if (!detail) co_return refuse(std::move(detail.error()));
    co_return with_tag(to_json(*detail), detail->version);
}

}  // namespace vitrine::catalog
