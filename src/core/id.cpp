#include "core/id.h"

#include "core/base32.h"
#include "core/random.h"

namespace vitrine {
namespace {

/// The millisecond and the 12-bit counter of this thread's latest id.
struct Sequence {
    std::uint64_t millisecond = 0;
    std::uint16_t counter = 0;

    /// Moves on. A time that is a little behind (another request's `now`) stays at the latest millisecond, and a full counter borrows the
    /// next one (RFC 9562, section 6.2), so that ids rise; a clock that was set back by more is followed.
    void advance(std::uint64_t now, std::uint16_t random) {
        constexpr std::uint64_t patience_ms = 60'000;
        bool newer = now > millisecond, set_back = now + patience_ms < millisecond;
        if (newer || set_back) *this = {now, std::uint16_t(random & 0x7ff)};
        else if (counter < 0xfff) ++counter;
        else *this = {millisecond + 1, std::uint16_t(random & 0x7ff)};
    }
};
thread_local Sequence sequence;

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

Uuid new_uuid(Instant now) {
    Uuid id;
    random_bytes(id.bytes);
    auto millisecond = std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch().count();
    sequence.advance(std::uint64_t(std::max<std::int64_t>(millisecond, 0)), std::uint16_t((id.bytes[6] << 8) | id.bytes[7]));
    for (int i = 0; i < 6; ++i) id.bytes[size_t(i)] = std::uint8_t(sequence.millisecond >> (40 - 8 * i));
    id.bytes[6] = std::uint8_t(0x70 | (sequence.counter >> 8));
    id.bytes[7] = std::uint8_t(sequence.counter);
    id.bytes[8] = std::uint8_t(0x80 | (id.bytes[8] & 0x3f));
    return id;
}

std::string uuid_text(const Uuid& id) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (size_t i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += digits[id.bytes[i] >> 4];
        text += digits[id.bytes[i] & 15];
    }
    return text;
}

std::optional<Uuid> parse_uuid(std::string_view text) {
    if (text.size() != 36) return {};
    Uuid id;
    size_t at = 0;
    for (size_t i = 0; i < 16; ++i) {
        if ((i == 4 || i == 6 || i == 8 || i == 10) && text[at++] != '-') return {};
        int high = hex_value(text[at]), low = hex_value(text[at + 1]);
        if (high < 0 || low < 0) return {};
        id.bytes[i] = std::uint8_t(high << 4 | low);
        at += 2;
    }
    return id;
}

std::string uuid_base32(const Uuid& id) { return base32_encode(id.bytes); }

std::optional<Uuid> parse_uuid_base32(std::string_view text) {
    auto bytes = base32_decode(text, 16);
    if (!bytes) return {};
    Uuid id;
    std::copy(bytes->begin(), bytes->end(), id.bytes.begin());
    return id;
}

}  // namespace vitrine
