#include "modules/catalog/routes.h"

#include "modules/catalog/api.h"
#include "modules/catalog/sql.h"

namespace vitrine::catalog {
namespace {

struct AdminProductsQuery {
    std::optional<Text<1, 80>> q;
    std::optional<std::string> cursor;
    std::optional<Whole<1, 200>> limit;
};
SHAPE(AdminProductsQuery, q, cursor, limit)
struct AdminProducts {
    std::vector<AdminProduct> items;
    std::optional<std::string> next_cursor;  ///< the last slug of this page
};
SHAPE(AdminProducts, items, next_cursor)

std::string like_pattern(std::string_view text) {
    std::string out = "%";
    for (char c : text) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return out + "%";
}

Task<Result<AdminProducts>> admin_products(App& app, Ctx ctx, http::Query<AdminProductsQuery> in) {
    auto limit = in->limit ? in->limit->value : 50;
    auto query = sql::admin_products(in->q ? like_pattern(*in->q) : std::string(), in->cursor.value_or(""), limit + 1);
    AdminProducts page;
    page.items = co_await app.db.read(ctx, std::move(query));
    if (std::int64_t(page.items.size()) > limit) {
        page.items.pop_back();
        page.next_cursor = page.items.back().slug;
    }
    co_return page;
}

struct ProductPath {
    ProductId id;
};
SHAPE(ProductPath, id)
enum class ProductStatus { active, draft, archived };
SHAPE_ENUM(ProductStatus, active, draft, archived)
struct EditProduct {
    ProductStatus status;
};
SHAPE(EditProduct, status)
struct EditedProduct {
    ProductId id;
    std::int64_t version;
};
SHAPE(EditedProduct, id, version)

/// Publishes, hides or archives a product. Repeatable. Refuses catalog.product_unknown.
Task<Result<EditedProduct>> edit_product(App& app, Ctx ctx, http::Path<ProductPath> path, http::Body<EditProduct> in) {
    co_return co_await app.db.transaction(ctx, [&](pg::Tx& tx) -> Task<Result<EditedProduct>> {
        std::string status = boost::describe::enum_to_string(in->status, "");
        note_changes(tx, {path->id});
        auto version = co_await tx.ask(set_product_status(path->id, status));
        if (!version) co_return refuse(product_unknown);
        tx.after_commit([&app] { app.db.notify_soon(changes_channel); });
        co_return EditedProduct{path->id, *version};
    });
}

}  // namespace

void routes(http::Routes<App>& routes) {
    routes.get("/api/v1/admin/products", admin_products,
               {.summary = "All products of the store, published or not, by slug", .access = http::Access::staff, .permission = "products:read"});
    routes.patch("/api/v1/admin/products/{id}", edit_product,
                 {.summary = "Publish, hide or archive a product", .access = http::Access::staff, .permission = "products:write", .refusals = {product_unknown}});
}

}  // namespace vitrine::catalog
