#include "modules/imports/woocommerce_row.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "core/text.h"
#include "modules/imports/mend.h"

namespace vitrine::imports {
namespace {

struct WooColumn {
    std::string WooRow::* member;
    std::initializer_list<std::string_view> names;
};

/// Columns of WooCommerce's exporter ("Product CSV Importer and Exporter" in its documentation), in lower case.
const std::array<WooColumn, 23>& columns() {
    static const std::array<WooColumn, 23> list{{{&WooRow::id, {"id"}},
                                              {&WooRow::type, {"type"}},
                                              {&WooRow::sku, {"sku"}},
                                              {&WooRow::barcode, {"gtin, upc, ean, or isbn", "gtin upc ean or isbn", "gtin"}},
                                              {&WooRow::name, {"name"}},
                                              {&WooRow::slug, {"slug"}},
                                              {&WooRow::published, {"published"}},
                                              {&WooRow::short_description, {"short description"}},
                                              {&WooRow::description, {"description"}},
                                              {&WooRow::in_stock, {"in stock?"}},
                                              {&WooRow::stock, {"stock"}},
                                              {&WooRow::weight, {"weight (kg)", "weight (g)", "weight (lbs)", "weight (oz)", "weight"}},
                                              {&WooRow::sale_price, {"sale price"}},
                                              {&WooRow::regular_price, {"regular price"}},
                                              {&WooRow::sale_starts, {"date sale price starts"}},
                                              {&WooRow::sale_ends, {"date sale price ends"}},
                                              {&WooRow::categories, {"categories"}},
                                              {&WooRow::tags, {"tags"}},
                                              {&WooRow::brands, {"brands", "brand"}},
                                              {&WooRow::images, {"images"}},
                                              {&WooRow::parent, {"parent"}},
                                              {&WooRow::grouped, {"grouped products"}},
                                              {&WooRow::external_url, {"external url"}}}};
    return list;
}

void pack(std::string& out, std::string_view text) {
    auto size = std::uint32_t(text.size());
    out.append(reinterpret_cast<const char*>(&size), sizeof size);
    out += text;
}

std::string unpack(std::string_view& bytes) {
    std::uint32_t size = 0;
    if (bytes.size() < sizeof size) throw std::logic_error("a packed row is cut short");
    std::memcpy(&size, bytes.data(), sizeof size);
    bytes.remove_prefix(sizeof size);
    if (bytes.size() < size) throw std::logic_error("a packed row is cut short");
    std::string text(bytes.substr(0, size));
    bytes.remove_prefix(size);
    return text;
}

}  // namespace

bool WooRow::is_type(std::string_view wanted) const {
    return std::ranges::count(mend::comma_list(lower_ascii(type)), wanted) > 0;
}

void WooColumns::read(const ForeignHeader& header) {
    for (const auto& column : columns()) fields_.push_back(header.find(column.names));
    for (auto [name, micrograms] : {std::pair<std::string_view, std::int64_t>{"weight (g)", 1'000'000}, {"weight (lbs)", 453'592'370}, {"weight (oz)", 28'349'523}})
        if (header.find({"weight (kg)", name}) == header.find({name}) && header.find({name}) != ForeignHeader::absent) micrograms_per_unit_ = micrograms;
    for (int number = 1; number <= 100; ++number) {
        auto family = "attribute " + std::to_string(number);
        auto name = header.find({family + " name"}), values = header.find({family + " value(s)", family + " values", family + " value"});
        if (name != ForeignHeader::absent && values != ForeignHeader::absent) attributes_.push_back({name, values});
    }
}

WooRow WooColumns::row(const CsvRecord& record, const std::function<std::string(std::size_t)>& cell) const {
    WooRow row;
    row.line = record.line;
    for (std::size_t i = 0; i < fields_.size(); ++i) row.*columns()[i].member = cell(fields_[i]);
    for (const auto& [name, values] : attributes_)
        if (auto text = cell(name); !text.empty()) row.attributes.push_back({mend::line(text), cell(values)});
    return row;
}

std::size_t WooColumns::field_of(std::string WooRow::* member) const {
    auto at = std::ranges::find(columns(), member, &WooColumn::member);
    return fields_[std::size_t(at - columns().begin())];
}

std::string packed(const WooRow& row) {
    std::string out;
    pack(out, std::to_string(row.line));
    for (const auto& column : columns()) pack(out, row.*column.member);
    for (const auto& attribute : row.attributes) pack(out, attribute.name), pack(out, attribute.values);
    return out;
}

WooRow unpacked(std::string_view bytes) {
    WooRow row;
    row.line = std::stoull(unpack(bytes));
    for (const auto& column : columns()) row.*column.member = unpack(bytes);
    while (!bytes.empty()) {
        auto name = unpack(bytes);
        row.attributes.push_back({std::move(name), unpack(bytes)});
    }
    return row;
}

}  // namespace vitrine::imports
