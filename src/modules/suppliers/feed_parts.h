#pragma once
#include "modules/suppliers/rows.h"

namespace vitrine::suppliers {

/// What a feed says, out of its row. Throws when it does not fit its shape.
struct FeedParts {
    Source source;
    Layout layout;
    Pricing pricing;
    Guards guards;
};
FeedParts parts_of(const FeedRowData& row);

/// Opens the sealed secrets. Throws when they do not open with this master key.
SourceSecrets secrets_of(const App& app, const FeedRowData& row);

}  // namespace vitrine::suppliers
