#include "io/crypto/cbor.h"

#include <limits>

namespace vitrine::crypto {
namespace {

enum Major : unsigned { unsigned_integer, negative_integer, byte_string, text_string, array, map, tag, simple };

bool is_same_key(const Cbor& a, const Cbor& b) { return a.kind == b.kind && a.integer == b.integer && a.string == b.string; }

class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}

    std::optional<Cbor> item(int depth) {
        if (depth > most_cbor_depth || ++items_ > most_cbor_items || at_ >= bytes_.size()) return {};
        auto first = static_cast<unsigned char>(bytes_[at_++]);
        auto argument = argument_of(first & 0x1f);
        if (!argument) return {};
        switch (Major(first >> 5)) {
            case unsigned_integer: return number(*argument, false);
            case negative_integer: return number(*argument, true);
            case byte_string: return string(Cbor::Kind::bytes, *argument);
            case text_string: return string(Cbor::Kind::text, *argument);
            case array: return list(Cbor::Kind::array, *argument, 1, depth);
            case map: return list(Cbor::Kind::map, *argument, 2, depth);
            case simple: return flag(first & 0x1f);
            case tag: return {};
        }
        return {};
    }
    size_t at() const { return at_; }

private:
    /// What follows the first byte: the number itself, or one, two, four or eight bytes of it. Nothing for indefinite lengths and what is reserved.
    std::optional<std::uint64_t> argument_of(unsigned info) {
        if (info < 24) return info;
        if (info > 27) return {};
        size_t size = size_t(1) << (info - 24);
        if (bytes_.size() - at_ < size) return {};
        std::uint64_t value = 0;
        for (size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes_[at_++]);
        return value;
    }
    static std::optional<Cbor> number(std::uint64_t value, bool is_negative) {
        if (value > std::uint64_t(std::numeric_limits<std::int64_t>::max())) return {};
        return Cbor{Cbor::Kind::integer, is_negative ? -1 - std::int64_t(value) : std::int64_t(value), {}, {}};
    }
    std::optional<Cbor> string(Cbor::Kind kind, std::uint64_t size) {
        if (size > bytes_.size() - at_) return {};
        auto value = bytes_.substr(at_, size_t(size));
        at_ += size_t(size);
        return Cbor{kind, 0, value, {}};
    }
    std::optional<Cbor> list(Cbor::Kind kind, std::uint64_t count, size_t each, int depth) {
        if (count > most_cbor_items / each) return {};
        Cbor whole{kind, 0, {}, {}};
        for (size_t i = 0; i < size_t(count) * each; ++i) {
            auto next = item(depth + 1);
            if (!next) return {};
            bool is_key = kind == Cbor::Kind::map && i % 2 == 0;
            if (is_key && !is_new_key(whole, *next)) return {};
            whole.items.push_back(std::move(*next));
        }
        return whole;
    }
    static bool is_new_key(const Cbor& map, const Cbor& key) {
        if (key.kind != Cbor::Kind::integer && key.kind != Cbor::Kind::text) return false;
        for (size_t i = 0; i < map.items.size(); i += 2)
            if (is_same_key(map.items[i], key)) return false;
        return true;
    }
    static std::optional<Cbor> flag(unsigned number) {
        return number >= 20 && number <= 22 ? std::optional(Cbor{Cbor::Kind::simple, std::int64_t(number), {}, {}}) : std::nullopt;
    }

    std::string_view bytes_;
    size_t at_ = 0, items_ = 0;
};

template <class Is>
const Cbor* find_in(const Cbor& map, Is is) {
    if (map.kind != Cbor::Kind::map) return nullptr;
    for (size_t i = 0; i + 1 < map.items.size(); i += 2)
        if (is(map.items[i])) return &map.items[i + 1];
    return nullptr;
}

}  // namespace

const Cbor* Cbor::find(std::int64_t key) const {
    return find_in(*this, [&](const Cbor& it) { return it.kind == Kind::integer && it.integer == key; });
}
const Cbor* Cbor::find(std::string_view key) const {
    return find_in(*this, [&](const Cbor& it) { return it.kind == Kind::text && it.string == key; });
}

std::optional<CborRead> read_cbor(std::string_view bytes) {
    Reader reader(bytes);
    auto item = reader.item(1);
    return item ? std::optional(CborRead{std::move(*item), reader.at()}) : std::nullopt;
}

std::optional<Cbor> read_whole_cbor(std::string_view bytes) {
    auto read = read_cbor(bytes);
    return read && read->size == bytes.size() ? std::optional(std::move(read->item)) : std::nullopt;
}

}  // namespace vitrine::crypto
