#pragma once
// The handlers of what products stand in: categories, brands, attributes and their sets.
#include "modules/catalog/product.h"

namespace vitrine::catalog {

inline constexpr RefusalKind name_taken{"catalog.name_taken", 409, "Another one has this name"};
inline constexpr RefusalKind category_circle{"catalog.category_circle", 422, "A category cannot stand below itself"};
inline constexpr RefusalKind structure_unknown{"catalog.structure_unknown", 404, "Nothing here by this id"};
inline constexpr RefusalKind in_use{"catalog.in_use", 409, "It is in use"};

struct CategoryChange {
    std::optional<Slug> slug;                                     ///< POST: made from the name when absent
    std::optional<Text<1, 120>> name;
    Given<Text<1, 120>> name_local;
    Given<CategoryId> parent;                                     ///< null: a root
    std::optional<Whole<0, 1'000'000>> position;
    Given<Text<0, 20'000>> description;
    Given<SeoText> seo;
    std::optional<std::vector<AttributeSetId>> attribute_sets;    ///< its own; those of the categories above hold as well
};
SHAPE(CategoryChange, slug, name, name_local, parent, position, description, seo, attribute_sets)
struct AdminCategories {
    std::vector<FullCategory> items;
};
SHAPE(AdminCategories, items)
struct CategoryPath {
    CategoryId id;
};
SHAPE(CategoryPath, id)

struct BrandChange {
    std::optional<Text<1, 80>> name;
    Given<Text<0, 20'000>> description;
    Given<Text<1, 300>> website;
};
SHAPE(BrandChange, name, description, website)
struct AdminBrands {
    std::vector<BrandRow> items;
};
SHAPE(AdminBrands, items)
struct BrandPath {
    BrandId id;
};
SHAPE(BrandPath, id)

struct AttributeChange {
    std::optional<Text<1, 40>> code;                              ///< POST only: small letters, digits and underscores
    std::optional<Text<1, 80>> name;
    std::optional<AttributeKind> kind;
    std::optional<std::vector<Text<1, 200>>> allowed;
    Given<Text<1, 20>> unit;
    std::optional<bool> is_facet, is_searchable, is_sortable, is_required;
    std::optional<Whole<0, 1'000'000>> position;
};
SHAPE(AttributeChange, code, name, kind, allowed, unit, is_facet, is_searchable, is_sortable, is_required, position)
struct AdminAttributes {
    std::vector<AttributeRow> items;
};
SHAPE(AdminAttributes, items)
struct AttributePath {
    std::string code;
};
SHAPE(AttributePath, code)

struct MemberInput {
    std::string code;
    std::optional<bool> is_required;
};
SHAPE(MemberInput, code, is_required)
struct SetChange {
    std::optional<Text<1, 80>> name;
    std::optional<std::vector<MemberInput>> attributes;           ///< all of them, in order
};
SHAPE(SetChange, name, attributes)
struct SetView {
    AttributeSetId id;
    std::string name;
    std::int64_t version = 1;
    std::vector<MemberInput> attributes;
};
SHAPE(SetView, id, name, version, attributes)
struct AdminSets {
    std::vector<SetView> items;
};
SHAPE(AdminSets, items)
struct SetPath {
    AttributeSetId id;
};
SHAPE(SetPath, id)

using StructureAnswer = Task<Result<http::Response>>;
using Headers = http::Headers<EditHeaders>;

/// The whole tree by position, with how many products each category has itself.
Task<Result<AdminCategories>> list_categories(App& app, Ctx ctx);
StructureAnswer show_category(App& app, Ctx ctx, http::Path<CategoryPath> path);
StructureAnswer create_category(App& app, Ctx ctx, http::Body<CategoryChange> in);
/// Renames, moves or describes a category; a new slug leaves a redirect behind. Refuses catalog.category_circle.
StructureAnswer edit_category(App& app, Ctx ctx, http::Path<CategoryPath> path, Headers headers, http::Body<CategoryChange> in);
/// Refuses catalog.in_use while it has products or categories below.
Task<Result<http::NoContent>> delete_category(App& app, Ctx ctx, http::Path<CategoryPath> path, Headers headers);

Task<Result<AdminBrands>> list_brands(App& app, Ctx ctx);
StructureAnswer create_brand(App& app, Ctx ctx, http::Body<BrandChange> in);
StructureAnswer edit_brand(App& app, Ctx ctx, http::Path<BrandPath> path, Headers headers, http::Body<BrandChange> in);
Task<Result<http::NoContent>> delete_brand(App& app, Ctx ctx, http::Path<BrandPath> path, Headers headers);

Task<Result<AdminAttributes>> list_attributes(App& app, Ctx ctx);
StructureAnswer create_attribute(App& app, Ctx ctx, http::Body<AttributeChange> in);
/// Changes a definition, as long as every value that goods have still fits it. Refuses catalog.in_use with the values that do not.
StructureAnswer edit_attribute(App& app, Ctx ctx, http::Path<AttributePath> path, Headers headers, http::Body<AttributeChange> in);
Task<Result<http::NoContent>> delete_attribute(App& app, Ctx ctx, http::Path<AttributePath> path, Headers headers);

Task<Result<AdminSets>> list_sets(App& app, Ctx ctx);
StructureAnswer create_set(App& app, Ctx ctx, http::Body<SetChange> in);
StructureAnswer edit_set(App& app, Ctx ctx, http::Path<SetPath> path, Headers headers, http::Body<SetChange> in);
Task<Result<http::NoContent>> delete_set(App& app, Ctx ctx, http::Path<SetPath> path, Headers headers);

}  // namespace vitrine::catalog
