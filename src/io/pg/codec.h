#pragma once
// How C++ values travel to and from PostgreSQL in its binary format. One type, one oid.
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/shape.h"

namespace vitrine::pg {

namespace oid {
inline constexpr std::uint32_t boolean = 16, bytea = 17, int8 = 20, int2 = 21, int4 = 23, text = 25, json = 114, float8 = 701, timestamptz = 1184,
                               uuid = 2950, jsonb = 3802, boolean_array = 1000, int8_array = 1016, int4_array = 1007, text_array = 1009, float8_array = 1022,
                               timestamptz_array = 1185, uuid_array = 2951, jsonb_array = 3807, bytea_array = 1001;
}

template <class T>
struct Codec {
    static constexpr bool absent = true;
};
template <class T>
concept HasCodec = !requires { Codec<T>::absent; };

template <class U>
void put(std::string& out, U value) {
    if constexpr (sizeof(U) > 1) value = std::byteswap(value);
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}
template <class U>
U take(std::string_view bytes) {
    if (bytes.size() != sizeof(U)) throw std::runtime_error("a value of the wrong size came from the database");
    U value;
    std::memcpy(&value, bytes.data(), sizeof value);
    if constexpr (sizeof(U) > 1) value = std::byteswap(value);
    return value;
}

template <class U, std::uint32_t Type, std::uint32_t ArrayType>
struct WholeCodec {
    static constexpr std::uint32_t type = Type, array_type = ArrayType;
    static void encode(std::string& out, U value) { put(out, value); }
    static U decode(std::string_view bytes) { return take<U>(bytes); }
};
template <>
struct Codec<std::int64_t> : WholeCodec<std::int64_t, oid::int8, oid::int8_array> {};
template <>
struct Codec<std::int32_t> : WholeCodec<std::int32_t, oid::int4, oid::int4_array> {};

template <std::int64_t Min, std::int64_t Max>
struct Codec<Whole<Min, Max>> {
    static constexpr std::uint32_t type = oid::int8, array_type = oid::int8_array;
    static void encode(std::string& out, Whole<Min, Max> value) { put(out, value.value); }
    static Whole<Min, Max> decode(std::string_view bytes) { return {take<std::int64_t>(bytes)}; }
};

template <>
struct Codec<bool> {
    static constexpr std::uint32_t type = oid::boolean, array_type = oid::boolean_array;
    static void encode(std::string& out, bool value) { out += char(value); }
    static bool decode(std::string_view bytes) { return take<char>(bytes) != 0; }
};

template <>
struct Codec<double> {
    static constexpr std::uint32_t type = oid::float8, array_type = oid::float8_array;
    static void encode(std::string& out, double value) { put(out, std::bit_cast<std::uint64_t>(value)); }
    static double decode(std::string_view bytes) { return std::bit_cast<double>(take<std::uint64_t>(bytes)); }
};

template <>
struct Codec<std::string> {
    static constexpr std::uint32_t type = oid::text, array_type = oid::text_array;
    static void encode(std::string& out, std::string_view value) { out += value; }
    static std::string decode(std::string_view bytes) { return std::string(bytes); }
};

template <>
struct Codec<Uuid> {
    static constexpr std::uint32_t type = oid::uuid, array_type = oid::uuid_array;
    static void encode(std::string& out, const Uuid& value) { out.append(reinterpret_cast<const char*>(value.bytes.data()), 16); }
    static Uuid decode(std::string_view bytes) {
        if (bytes.size() != 16) throw std::runtime_error("a uuid of the wrong size came from the database");
        Uuid id;
        std::memcpy(id.bytes.data(), bytes.data(), 16);
        return id;
    }
};
template <Prefix P>
struct Codec<Id<P>> {
    static constexpr std::uint32_t type = oid::uuid, array_type = oid::uuid_array;
    static void encode(std::string& out, const Id<P>& value) { Codec<Uuid>::encode(out, value.value); }
    static Id<P> decode(std::string_view bytes) { return {Codec<Uuid>::decode(bytes)}; }
};

/// timestamptz counts microseconds from 2000-01-01.
template <>
struct Codec<Instant> {
    static constexpr std::uint32_t type = oid::timestamptz, array_type = oid::timestamptz_array;
    static constexpr std::int64_t epoch = 946'684'800'000'000;
    static void encode(std::string& out, Instant value) { put(out, std::int64_t(value.time_since_epoch().count() - epoch)); }
    static Instant decode(std::string_view bytes) { return Instant(Duration(take<std::int64_t>(bytes) + epoch)); }
};

/// Raw bytes.
struct Bytes {
    std::string value;
    bool operator==(const Bytes&) const = default;
};
template <>
struct Codec<Bytes> {
    static constexpr std::uint32_t type = oid::bytea, array_type = oid::bytea_array;
    static void encode(std::string& out, const Bytes& value) { out += value.value; }
    static Bytes decode(std::string_view bytes) { return {std::string(bytes)}; }
};

/// jsonb's binary form is a version byte, then the text.
template <>
struct Codec<RawJson> {
    static constexpr std::uint32_t type = oid::jsonb, array_type = oid::jsonb_array;
    static void encode(std::string& out, const RawJson& value) {
        out += '\1';
        out += value.text;
    }
    static RawJson decode(std::string_view bytes) { return {std::string(bytes.substr(1))}; }
};

/// Currencies, texts and words are text columns.
template <>
struct Codec<Currency> {
    static constexpr std::uint32_t type = oid::text, array_type = oid::text_array;
    static void encode(std::string& out, Currency value) { out += value.code(); }
    static Currency decode(std::string_view bytes) {
        auto currency = Currency::parse(bytes);
        if (!currency) throw std::runtime_error("an unknown currency came from the database");
        return *currency;
    }
};
template <size_t Min, size_t Max>
struct Codec<Text<Min, Max>> {
    static constexpr std::uint32_t type = oid::text, array_type = oid::text_array;
    static void encode(std::string& out, const Text<Min, Max>& value) { out += value.str(); }
    static Text<Min, Max> decode(std::string_view bytes) {
        auto text = Text<Min, Max>::parse(bytes);
        if (!text) throw std::runtime_error("a text that breaks its own bounds came from the database");
        return *text;
    }
};
template <class Rule>
struct Codec<Word<Rule>> {
    static constexpr std::uint32_t type = oid::text, array_type = oid::text_array;
    static void encode(std::string& out, const Word<Rule>& value) { out += value.str(); }
    static Word<Rule> decode(std::string_view bytes) {
        auto word = Word<Rule>::parse(bytes);
        if (!word) throw std::runtime_error("a word that breaks its own grammar came from the database");
        return *word;
    }
};

/// Enums are text columns with a check constraint; the names are the described ones.
template <shape::DescribedEnum T>
struct Codec<T> {
    static constexpr std::uint32_t type = oid::text, array_type = oid::text_array;
    static void encode(std::string& out, T value) { out += boost::describe::enum_to_string(value, ""); }
    static T decode(std::string_view bytes) {
        T value;
        if (!boost::describe::enum_from_string(std::string(bytes).c_str(), value)) throw std::runtime_error("an unknown state came from the database");
        return value;
    }
};

/// One-dimensional arrays; an optional element may be null.
template <class T>
struct Codec<std::vector<T>> {
    template <class U>
    struct Element {
        using type = U;
    };
    template <class U>
    struct Element<std::optional<U>> {
        using type = U;
    };
    using E = typename Element<T>::type;
    static constexpr std::uint32_t type = Codec<E>::array_type;

    static void encode(std::string& out, const std::vector<T>& values) {
        put(out, std::int32_t(values.empty() ? 0 : 1));
        put(out, std::int32_t(shape::is_optional<T>));
        put(out, Codec<E>::type);
        if (values.empty()) return;
        put(out, std::int32_t(values.size()));
        put(out, std::int32_t(1));
        for (const auto& value : values) encode_element(out, value);
    }
    static std::vector<T> decode(std::string_view bytes) {
        auto next = [&bytes](size_t size) {
            if (bytes.size() < size) throw std::runtime_error("an array ends too early");
            auto part = bytes.substr(0, size);
            bytes.remove_prefix(size);
            return part;
        };
        std::vector<T> values;
        auto dimensions = take<std::int32_t>(next(4));
        next(8);
        if (dimensions == 0) return values;
        auto count = take<std::int32_t>(next(4));
        next(4);
        values.reserve(size_t(count));
        for (std::int32_t i = 0; i < count; ++i) {
            auto size = take<std::int32_t>(next(4));
            if constexpr (shape::is_optional<T>) {
                if (size < 0) values.emplace_back();
                else values.emplace_back(Codec<E>::decode(next(size_t(size))));
            } else {
                if (size < 0) throw std::runtime_error("null where a value belongs");
                values.push_back(Codec<E>::decode(next(size_t(size))));
            }
        }
        return values;
    }

private:
    static void encode_element(std::string& out, const T& value) {
        if constexpr (shape::is_optional<T>) {
            if (!value) return put(out, std::int32_t(-1));
            encode_sized(out, *value);
        } else {
            encode_sized(out, value);
        }
    }
    static void encode_sized(std::string& out, const E& value) {
        size_t at = out.size();
        put(out, std::int32_t(0));
        Codec<E>::encode(out, value);
        auto size = std::byteswap(std::int32_t(out.size() - at - 4));
        std::memcpy(out.data() + at, &size, 4);
    }
};

template <class T>
std::uint32_t oid_of() {
    if constexpr (shape::is_optional<T>) return Codec<typename T::value_type>::type;
    else return Codec<T>::type;
}

template <class T>
std::optional<std::string> encode_value(const T& value) {
    std::string out;
    if constexpr (shape::is_optional<T>) {
        if (!value) return {};
        Codec<typename T::value_type>::encode(out, *value);
    } else {
        Codec<T>::encode(out, value);
    }
    return out;
}

}  // namespace vitrine::pg
