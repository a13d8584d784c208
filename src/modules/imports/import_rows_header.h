#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/imports/csv_reader.h"
#include "modules/imports/import_rows.h"

namespace vitrine::imports {

/// The columns every catalog file may have; the order is free.
enum class Column : std::uint8_t {
    product_slug, title, title_local, description, category, brand, tags, status, sku, barcode, price,
    compare_at_price, currency, stock, weight_grams, images, image_alts, variant_image, count
};

/// Which field of a record is what.
struct ImportHeader {
    static constexpr std::size_t absent = static_cast<std::size_t>(-1);
    struct Named {
        std::size_t field = 0;
        std::string name;                       ///< after the colon; of a pair empty
        std::size_t name_field = absent;        ///< of a pair (option1_name, option1_value): where each product names it
        std::optional<AttributeRule> rule;      ///< attributes only
    };

    std::array<std::size_t, static_cast<std::size_t>(Column::count)> fields{};
    std::vector<Named> options;
    std::vector<Named> attributes;
    std::vector<Named> option_pairs;            ///< while the header is read
    std::vector<Named> attribute_pairs;
    std::vector<std::string> names;             ///< as written, for reports

    /// The header's name of a column.
    static std::string_view column_name(Column column);

    [[nodiscard]] std::size_t field(Column column) const { return fields[static_cast<std::size_t>(column)]; }
    [[nodiscard]] std::string name_of(std::size_t field) const;
};

/// Hears a fault in one header column; `field` is absent when the column is.
using HeaderFault = std::function<void(std::size_t field, std::string_view column, std::string_view code)>;

/// Reads the first record. Reports every fault; answers nothing when a needed column (product_slug, title, category,
/// sku, price, currency) is missing, because every row would fail.
std::optional<ImportHeader> read_header(const CsvRecord& record, const ImportLookup& lookup, const ImportLimits& limits,
                                        const HeaderFault& on_fault);

}  // namespace vitrine::imports
