#pragma once
// From a row of a feed to what the supplier offers. Pure.
#include <map>
#include <string>
#include <vector>

#include "modules/suppliers/feed_rows.h"

namespace vitrine::suppliers {

struct RowFault {
    std::uint64_t row = 0;
    std::string column, code, text;   ///< column: as the file calls it, or the field
    bool is_notice = false;           ///< the row is taken all the same
};

/// What one row says, in the words of the house.
struct MappedOffer {
    std::uint64_t row = 0;
    std::string code;                          ///< the supplier's own for this piece: how it is known in the next file
    std::string identity;                      ///< "GIA:2141438171" where a laboratory knows it; else empty: the supplier's code is all there is
    Money cost;                                ///< what the supplier asks
    std::int64_t quantity = 1;                 ///< 0: not to be had now
    std::map<std::string, std::string> facts;  ///< by field name, in the vocabulary's spelling; "attr:code" as they stand
    Uuid hash;                                 ///< of all of it: equal hashes mean equal offers
};

class RowMapper {
public:
    /// `currency` holds for rows that name none.
    RowMapper(Layout layout, Currency currency);
    /// The offer, or nothing and why. Faults: what the reader found, code.missing, price.missing, price.malformed, price.not_positive, currency.unknown, carat.missing,
    /// carat.malformed, shape.missing, grade.missing, value.unknown, number.malformed, quantity.malformed, title.missing. Notices leave the value out.
    std::optional<MappedOffer> map(const FeedRow& row, const std::vector<std::string>& columns, std::vector<RowFault>& faults);
    /// What each column of the file fills: for people who write a mapping. Empty: nothing.
    std::vector<std::string> targets(const std::vector<std::string>& columns);

private:
    struct Reading;
    void resolve(const std::vector<std::string>& columns);

    std::shared_ptr<const Layout> layout_;
    ColumnMap map_;
    Currency currency_;
    std::vector<std::optional<ColumnMap::Target>> targets_;   ///< by column
};

}  // namespace vitrine::suppliers
