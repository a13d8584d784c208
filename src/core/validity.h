#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/time_zone.h"

namespace vitrine {

/// When something holds: from `from` on, before `until`. Nothing: without end on that side.
struct Validity {
    std::optional<Instant> from, until;
    bool holds(Instant at) const { return (!from || *from <= at) && (!until || at < *until); }
    bool overlaps(const Validity& other) const {
        auto ends_before = [](const Validity& a, const Validity& b) { return a.until && b.from && *a.until <= *b.from; };
        return !ends_before(*this, other) && !ends_before(other, *this);
    }
};

/// Reads what a calendar or a clock shows: a day "2026-03-31" or a minute "2026-03-31T18:00". Nothing when it is neither or there is no such day.
std::optional<WallTime> parse_wall(std::string_view text);

/// The validity between two such texts in a zone, both ends inclusive: a last day holds to its midnight, a last minute to its sixtieth second.
/// Texts that cannot be read are no end at all: judge them with parse_wall where they come in.
Validity validity_between(const std::optional<std::string>& from, const std::optional<std::string>& until, const TimeZone& zone);

}  // namespace vitrine
