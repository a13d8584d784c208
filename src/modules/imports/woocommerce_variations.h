#pragma once

#include "modules/imports/spool.h"
#include "modules/imports/woocommerce_row.h"

namespace vitrine::imports {

/// The variations of a file, found by their parent. They wait in a temporary file; 32 bytes each stay in memory.
class WooVariations {
public:
    void add(const WooRow& row);
    void sort();                                                ///< after the last `add`, before the first `take`
    /// Those whose parent is one of these names ("id:12", a SKU), in the order of the file, at most `most` of them.
    std::vector<WooRow> take(std::initializer_list<std::string> parents, std::size_t most);
    /// Those nobody has taken.
    void each_left(const std::function<void(const WooRow&)>& visit) const;

private:
    struct Place {
        std::uint64_t parent = 0, at = 0;
        std::uint32_t size = 0;
        bool is_taken = false;
    };
    std::vector<Place> places_;
    Spool spool_;
};

}  // namespace vitrine::imports
