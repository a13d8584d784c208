#pragma once
#include <optional>

#include "core/shape.h"

namespace vitrine {

/// A member of a PATCH: left out (nothing changes), null (is cleared) or a value.
template <class T>
struct Given {
    bool is_given = false;
    std::optional<T> value = {};
    explicit operator bool() const { return is_given; }
    const T* operator->() const { return &*value; }
};

namespace shape {

template <class T>
inline constexpr bool is_optional<Given<T>> = true;

template <class T>
struct Codec<Given<T>> {
    static bool read(Reader& in, const json::value& from, Given<T>& into) {
        into.is_given = true;
        return Codec<std::optional<T>>::read(in, from, into.value);
    }
    static void write(std::string& out, const Given<T>& given) { Codec<std::optional<T>>::write(out, given.value); }
    static json::object schema(SchemaBook& book) { return Codec<T>::schema(book); }
};

}  // namespace shape
}  // namespace vitrine
