#pragma once
#include <chrono>
#include <memory>
#include <string_view>

#include "core/time.h"

namespace vitrine {

/// What a clock on the wall shows, without saying where.
using WallTime = std::chrono::local_time<std::chrono::microseconds>;

/// A time zone of the IANA database (ICU's copy). Immutable, shared between threads.
class TimeZone {
public:
    /// Nothing for a name the database does not know. Names are looked up once per process.
    static std::shared_ptr<const TimeZone> find(std::string_view iana_name);
    static std::shared_ptr<const TimeZone> utc();

    WallTime wall(Instant at) const;  ///< to the millisecond where the zone changes, exact elsewhere

    /// When a wall clock shows `at`. A reading that comes twice (clocks go back) is the first of the two, with `earliest`, or the second, with `latest`;
    /// one that never comes (clocks go forward) is the moment the clocks change.
    Instant earliest(WallTime at) const;
    Instant latest(WallTime at) const;

    struct Zone;
    explicit TimeZone(std::unique_ptr<Zone> zone);
    ~TimeZone();

private:
    std::unique_ptr<Zone> zone_;
};

}  // namespace vitrine
