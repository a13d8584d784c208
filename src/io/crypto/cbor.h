#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace vitrine::crypto {

/// A data item of CBOR (RFC 8949), as far as WebAuthn needs it: integers, byte and text strings, arrays, maps, true, false and null. Strings look into the bytes that were read.
struct Cbor {
    enum class Kind { integer, bytes, text, array, map, simple };
    Kind kind = Kind::simple;
    std::int64_t integer = 0;            ///< of an integer; of `simple` its number: 20 false, 21 true, 22 null
    std::string_view string;             ///< of bytes and text
    std::vector<Cbor> items;             ///< of an array; of a map key, value, key, value

    /// Of a map: the value under this key; null where there is none, or this is no map.
    const Cbor* find(std::int64_t key) const;
    const Cbor* find(std::string_view key) const;
};

inline constexpr int most_cbor_depth = 4;        ///< an attestation object: map, statement, chain, certificate
inline constexpr size_t most_cbor_items = 64;    ///< in one reading, however deep

struct CborRead {
    Cbor item;
    size_t size = 0;                     ///< bytes it took
};
/// The item at the beginning of `bytes`. Pure; takes time and memory in the order of `bytes`. Nothing for what is cut short, nested or long beyond the bounds, of indefinite
/// length, tagged, a floating number, a map with a key twice, or an integer beyond 63 bits.
std::optional<CborRead> read_cbor(std::string_view bytes);
/// The same where nothing may follow.
std::optional<Cbor> read_whole_cbor(std::string_view bytes);

}  // namespace vitrine::crypto
