#pragma once
#include <memory>

#include "modules/search/segment.h"

namespace vitrine::search {

/// A segment as one version of the snapshot sees it.
struct Part {
    std::shared_ptr<const Segment> segment;
    std::shared_ptr<const Roaring> dead;   ///< documents replaced or gone
    Roaring alive() const {
        Roaring all;
        all.addRange(0, segment->size());
        return all - *dead;
    }
};

}  // namespace vitrine::search
