#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/shape.h"
#include "core/time.h"

namespace vitrine {

/// Where a page ended of a list that goes from new to old: the time of its last row, and the id that tells rows of one moment apart.
template <class Id>
struct TimeCursor {
    Instant at;
    Id id;

    std::string text() const { return std::to_string(at.time_since_epoch().count()) + "." + id.text(); }
    /// Pure. Nothing for what is no cursor of ours.
    static std::optional<TimeCursor> parse(std::string_view text) {
        auto dot = text.find('.');
        shape::Reader reader;
        std::int64_t micros = 0;
        if (dot == std::string_view::npos || !shape::Codec<std::int64_t>::from_text(reader, text.substr(0, dot), micros)) return {};
        auto id = Id::parse(text.substr(dot + 1));
        return id ? std::optional(TimeCursor{Instant(Duration(micros)), *id}) : std::nullopt;
    }
};

}  // namespace vitrine
