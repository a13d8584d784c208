#pragma once
#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace vitrine {

/// Sixteen bytes, ordered as PostgreSQL orders its uuid.
struct Uuid {
    std::array<std::uint8_t, 16> bytes{};
    auto operator<=>(const Uuid&) const = default;
    bool is_nil() const { return *this == Uuid{}; }
};

/// A new UUIDv7 (RFC 9562): 48 bits of milliseconds, a counter that keeps this thread's ids rising, then 62 random bits.
/// The milliseconds may run ahead of `now` by a little: they only give order.
Uuid new_uuid(Instant now);

std::string uuid_text(const Uuid& id);                         ///< 8-4-4-4-12 hex, for PostgreSQL and logs
std::optional<Uuid> parse_uuid(std::string_view text);         ///< the same form, any case
std::string uuid_base32(const Uuid& id);                       ///< 26 characters
std::optional<Uuid> parse_uuid_base32(std::string_view text);  ///< one spelling only, but for case

template <size_t N>
struct Prefix {
    char text[N];
    constexpr Prefix(const char (&from)[N]) { std::copy_n(from, N, text); }
    constexpr std::string_view view() const { return {text, N - 1}; }
};

/// A typed id: `Id<"ord">` is shown as "ord_01h…" and does not convert to any other id.
template <Prefix P>
struct Id {
    Uuid value;

    static constexpr std::string_view prefix = P.view();
    static Id next(Instant now) { return {new_uuid(now)}; }
    static std::optional<Id> parse(std::string_view text) {
        if (!text.starts_with(prefix) || text.size() <= prefix.size() || text[prefix.size()] != '_') return {};
        auto uuid = parse_uuid_base32(text.substr(prefix.size() + 1));
        return uuid ? std::optional(Id{*uuid}) : std::nullopt;
    }
    std::string text() const {
        std::string out(prefix);
        out += '_';
        return out += uuid_base32(value);
    }
    bool is_nil() const { return value.is_nil(); }
    auto operator<=>(const Id&) const = default;
};

using StoreId = Id<"store">;

}  // namespace vitrine

template <>
struct std::hash<vitrine::Uuid> {
    size_t operator()(const vitrine::Uuid& id) const noexcept {
        std::uint64_t high, low;
        std::copy_n(id.bytes.data(), 8, reinterpret_cast<std::uint8_t*>(&high));
        std::copy_n(id.bytes.data() + 8, 8, reinterpret_cast<std::uint8_t*>(&low));
        return size_t(low ^ (high * 0x9e3779b97f4a7c15ull));
    }
};
template <vitrine::Prefix P>
struct std::hash<vitrine::Id<P>> {
    size_t operator()(const vitrine::Id<P>& id) const noexcept { return std::hash<vitrine::Uuid>{}(id.value); }
};
