#include "modules/catalog/product.h"

#include <algorithm>

#include "core/check.h"
#include "modules/catalog/sql.h"

namespace vitrine::catalog {
namespace {

constexpr std::int64_t history_shown = 50;
constexpr auto longest_wait = 1s;

AdminVariant variant_view(const FullVariant& row, const AttributeRules& rules) {
    AdminVariant out{.id = row.id, .sku = row.sku, .barcode = row.barcode, .is_active = row.status == "active", .position = row.position, .weight_grams = row.weight_grams, .version = row.version};
    for (auto& [name, value] : option_pairs(row.options)) out.options.emplace(name, value);
    for (auto& [code, value] : attribute_map(row.attributes)) {
        const auto* definition = rules.find(code);
        out.attributes.emplace(code, json_of(definition ? attribute_kind(definition->kind) : AttributeKind::text, value));
    }
    if (row.length_mm && row.width_mm && row.height_mm) out.dimensions_mm = Dimensions{{*row.length_mm}, {*row.width_mm}, {*row.height_mm}};
    return out;
}

std::vector<std::string> verbs_of(const FullProduct& product, const Ctx& ctx) {
    std::vector<std::string> verbs;
    if (product.deleted_at) return verbs;
    for (const auto& each : product_life.from(product.status))
        if (ctx.may(permission_of(each.verb))) verbs.emplace_back(each.verb);
    return verbs;
}

}  // namespace

std::string version_tag(std::int64_t version) { return "\"v" + std::to_string(version) + "\""; }

std::optional<Refusal> check_version(const EditHeaders& headers, std::int64_t version) {
    if (!headers.if_match) return refuse(refusals::version_missing, "send If-Match with the ETag of what you read").error();
    if (*headers.if_match == "*" || *headers.if_match == version_tag(version)) return {};
    return refuse(refusals::stale_version, "it is at version " + std::to_string(version) + " now; read it again").error();
}

http::Response with_tag(std::string json, std::int64_t version, int status) {
    auto response = http::json_text(std::move(json), status);
    response.set("ETag", version_tag(version));
    response.set("Cache-Control", "private, no-cache");
    return response;
}

std::map<std::string, std::string> attribute_map(const RawJson& stored) {
    auto read = read_json<std::map<std::string, std::string>>(stored.text);
    check(read.has_value(), "stored attributes are texts by code");
    return std::move(*read);
}

std::vector<std::pair<std::string, std::string>> option_pairs(const RawJson& stored) {
    auto read = read_json<std::vector<std::vector<std::string>>>(stored.text);
    check(read.has_value(), "stored options are pairs");
    std::vector<std::pair<std::string, std::string>> out;
    for (auto& pair : *read) out.emplace_back(pair.at(0), pair.at(1));
    return out;
}

RawJson pairs_json(const std::vector<std::pair<std::string, std::string>>& pairs) {
    std::vector<std::vector<std::string>> out;
    for (const auto& [name, value] : pairs) out.push_back({name, value});
    return {to_json(out)};
}

std::vector<OptionView> options_of(const FullProduct& product, const std::vector<FullVariant>& variants) {
    auto declared = read_json<std::vector<OptionView>>(product.options.text);
    check(declared.has_value(), "stored options fit their shape");
    if (!declared->empty()) return std::move(*declared);
    std::vector<OptionView> out;
    for (const auto& variant : variants) {
        if (variant.status != "active") continue;
        for (const auto& [name, value] : option_pairs(variant.options)) {
            auto option = std::ranges::find(out, name, &OptionView::name);
            if (option == out.end()) option = out.insert(out.end(), {name, {}});
            if (std::ranges::find(option->values, value) == option->values.end()) option->values.push_back(value);
        }
    }
    return out;
}

Task<Result<ProductDetail>> load_detail(pg::Tx& tx, ProductId id) {
    auto product = tx.queue(sql::full_product(id));
    auto variants = tx.queue(sql::full_variants(id));
    auto parts = tx.queue(sql::full_components(id));
    auto links = tx.queue(sql::links_of(id));
    auto former = tx.queue(sql::former_slugs(id.value));
    auto history = tx.queue(sql::moves_of(id, history_shown));
    co_await tx.flush();
    if (!*product) co_return refuse(product_unknown);
    auto& row = **product;
    auto queued = queue_rules(tx, "", row.category);
    co_await tx.flush();
    auto rules = queued.rules();

    ProductDetail out{.id = row.id, .version = row.version, .slug = row.slug, .title = row.title, .title_local = row.title_local, .description = row.description,
                      .category = {row.category, row.category_slug, row.category_name}, .brand = row.brand, .status = row.status, .moves = verbs_of(row, tx.ctx()),
                      .is_live = row.is_live, .published_from = row.published_from, .published_until = row.published_until, .deleted_at = row.deleted_at,
                      .is_unique = row.is_unique, .tags = row.tags};
    auto own = attribute_map(row.attributes);
    std::vector<std::map<std::string, std::string>> of_variants;
    for (const auto& variant : *variants) {
        out.variants.push_back(variant_view(variant, rules));
        if (variant.status == "active") of_variants.push_back(attribute_map(variant.attributes));
    }
    for (const auto& part : *parts) {
        auto bundle = std::ranges::find(out.variants, part.bundle, &AdminVariant::id);
        if (bundle != out.variants.end()) bundle->components.push_back({part.variant, part.quantity, part.sku, part.title});
    }
    for (const auto& [code, value] : own) {
        const auto* definition = rules.find(code);
        out.attributes.emplace(code, json_of(definition ? attribute_kind(definition->kind) : AttributeKind::text, value));
    }
    out.missing = rules.missing(row.category, own, of_variants);
    if (row.seo.text != "{}") out.seo = row.seo;
    out.options = options_of(row, *variants);
    for (const auto& link : *links) out.links[link.kind].push_back({link.other, link.slug, link.title});
    out.former_slugs = std::move(*former);
    out.history = std::move(*history);
    out.created_at = row.created_at;
    out.updated_at = row.updated_at;
    co_return out;
}

void announce(pg::Tx& tx, App& app) {
    tx.after_commit([&app] { app.db.notify_soon(changes_channel); });
}

Task<void> settle(App& app) {
    if (app.caught_up) co_await app.caught_up(longest_wait);
}

Task<Result<http::Response>> answer_detail(App& app, Ctx ctx, ProductId product, int status) {
    co_await settle(app);
    auto body = [&](pg::Tx& tx) { return load_detail(tx, product); };
    auto detail = co_await app.db.transaction(ctx, body, {.read_only = true});
    if (!detail) co_return refuse(std::move(detail.error()));
    auto response = with_tag(to_json(*detail), detail->version, status);
    if (status == 201) response.set("Location", "/api/v1/admin/products/" + product.text());
    co_return response;
}

Task<Result<FullProduct>> lock_for_edit(pg::Tx& tx, ProductId id, const EditHeaders& headers) {
    auto product = co_await tx.ask(sql::lock_product(id));
    if (!product || product->deleted_at) co_return refuse(product_unknown);
    if (auto refusal = check_version(headers, product->version)) co_return refuse(std::move(*refusal));
    if (product->status == Status::submitted && !tx.ctx().may("products:approve")) co_return refuse(under_review, "withdraw it first, or wait for the verdict");
    co_return std::move(*product);
}

std::vector<Fault> faults_of_missing(const std::vector<std::string>& missing) {
    std::vector<Fault> faults;
    for (const auto& code : missing) faults.push_back({"/attributes/" + code, "attr.required", "goods of this category need this attribute"});
    return faults;
}

}  // namespace vitrine::catalog
