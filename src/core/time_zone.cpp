#include "core/time_zone.h"

#include <map>
#include <mutex>
#include <string>

#include <unicode/basictz.h>
#include <unicode/tztrans.h>

#include "core/check.h"

namespace vitrine {
namespace {

using std::chrono::milliseconds;

UDate date_of(auto at) { return UDate(std::chrono::floor<milliseconds>(at.time_since_epoch()).count()); }

}  // namespace

struct TimeZone::Zone {
    std::unique_ptr<icu::BasicTimeZone> rules;

    milliseconds offset_at(Instant at) const {
        int32_t raw = 0, summer = 0;
        UErrorCode status = U_ZERO_ERROR;
        rules->getOffset(date_of(at), false, raw, summer, status);
        check(U_SUCCESS(status), "a time zone knows its offset");
        return milliseconds(raw + summer);
    }

    milliseconds offset_of(WallTime at, UTimeZoneLocalOption twice) const {
        int32_t raw = 0, summer = 0;
        UErrorCode status = U_ZERO_ERROR;
        // In a gap the offset of before gives a moment after the change, from where the change is found.
        rules->getOffsetFromLocal(date_of(at), UCAL_TZ_LOCAL_FORMER, twice, raw, summer, status);
        check(U_SUCCESS(status), "a time zone knows its offset");
        return milliseconds(raw + summer);
    }

    Instant change_before(Instant at) const {
        icu::TimeZoneTransition change;
        check(rules->getPreviousTransition(date_of(at), true, change), "a skipped hour has a change before it");
        return Instant(milliseconds(std::int64_t(change.getTime())));
    }

    Instant instant(WallTime at, UTimeZoneLocalOption twice) const {
        Instant found(at.time_since_epoch() - offset_of(at, twice));
        bool is_shown = WallTime(found.time_since_epoch() + offset_at(found)) == at;
        return is_shown ? found : change_before(found);
    }
};

TimeZone::TimeZone(std::unique_ptr<Zone> zone) : zone_(std::move(zone)) {}
TimeZone::~TimeZone() = default;

WallTime TimeZone::wall(Instant at) const { return WallTime(at.time_since_epoch() + zone_->offset_at(at)); }
Instant TimeZone::earliest(WallTime at) const { return zone_->instant(at, UCAL_TZ_LOCAL_FORMER); }
Instant TimeZone::latest(WallTime at) const { return zone_->instant(at, UCAL_TZ_LOCAL_LATTER); }

std::shared_ptr<const TimeZone> TimeZone::find(std::string_view iana_name) {
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<const TimeZone>, std::less<>> known;
    std::lock_guard hold(mutex);
    if (auto found = known.find(iana_name); found != known.end()) return found->second;
    std::unique_ptr<icu::TimeZone> made(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8({iana_name.data(), int32_t(iana_name.size())})));
    auto* rules = dynamic_cast<icu::BasicTimeZone*>(made.get());
    if (!rules || *made == icu::TimeZone::getUnknown()) return nullptr;
    made.release();
    auto zone = std::make_shared<const TimeZone>(std::make_unique<Zone>(std::unique_ptr<icu::BasicTimeZone>(rules)));
    return known.emplace(std::string(iana_name), std::move(zone)).first->second;
}

std::shared_ptr<const TimeZone> TimeZone::utc() { return find("Etc/UTC"); }

}  // namespace vitrine
