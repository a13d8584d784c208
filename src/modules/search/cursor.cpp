#include "modules/search/cursor.h"

#include <algorithm>
#include <array>

#include "core/base32.h"
#include "modules/search/listing_query.h"

namespace vitrine::search {
namespace {

constexpr size_t size = 48;

void put(std::uint8_t* at, std::uint64_t value) {
    for (int i = 7; i >= 0; --i, value >>= 8) at[i] = std::uint8_t(value);
}
std::uint64_t take(const std::uint8_t* at) {
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i) value = value << 8 | at[i];
    return value;
}

/// FNV-1a: the same in every process and version of the program.
std::uint64_t stable_hash(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (unsigned char byte : text) hash = (hash ^ byte) * 0x100000001b3;
    return hash;
}

std::uint64_t mark_of(const Wanted& wanted) {
    auto same = wanted;
    same.offset = same.limit = 0;
    same.after.reset();
    return stable_hash(normalized(same));
}

}  // namespace

std::string write_cursor(const Walk& walk, const Wanted& wanted) {
    std::array<std::uint8_t, size> bytes{};
    put(bytes.data(), mark_of(wanted));
    put(bytes.data() + 8, std::uint64_t(walk.key));
    put(bytes.data() + 16, std::uint64_t(walk.popularity));
    put(bytes.data() + 24, std::uint64_t(walk.since.time_since_epoch().count()));
    std::ranges::copy(walk.id.value.bytes, bytes.begin() + 32);
    return base32_encode(bytes);
}

std::optional<Walk> read_cursor(std::string_view text, const Wanted& wanted) {
    auto bytes = base32_decode(text, size);
    if (!bytes || take(bytes->data()) != mark_of(wanted)) return {};
    Walk walk{std::int64_t(take(bytes->data() + 8)), std::int64_t(take(bytes->data() + 16)), {}, Instant(Duration(std::int64_t(take(bytes->data() + 24))))};
    std::copy_n(bytes->begin() + 32, 16, walk.id.value.bytes.begin());
    return walk;
}

}  // namespace vitrine::search
