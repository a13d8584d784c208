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
    compare_at_price, currency, stock, weight_grams, count
};

/// Which field of a record is what.
struct ImportHeader {
    static constexpr std::size_t absent = static_cast<std::size_t>(-1);
    struct Named {
        std::size_t field = 0;
        std::string name;                       ///< after the colon
        std::optional<AttributeRule> rule;      ///< attributes only
    };

    std::array<std::size_t, static_cast<std::size_t>(Column::count)> fields{};
    std::vector<Named> options;
    std::vector<Named> attributes;
    std::vector<std::string> names;             ///< as written, for reports

    [[nodiscard]] std::size_t field(Column column) const { return fields[static_cast<std::size_t>(column)]; }
    [[nodiscard]] std::string name_of(std::size_t field) const;
};

/// Hears a fault in one header column.
using HeaderFault = std::function<void(std::string_view column, std::string_view code)>;

/// Reads the first record. Reports every fault; answers nothing when a needed column (product_slug, title, category,
/// sku, price, currency) is missing, because every row would fail.
std::optional<ImportHeader> read_header(const CsvRecord& record, const ImportLookup& lookup, const ImportLimits& limits,
                                        const HeaderFault& on_fault);

}  // namespace vitrine::imports
