#include "modules/imports/encoding.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace vitrine::imports {
namespace {

/// Counts what tells encodings apart, byte by byte.
class Tally {
public:
    void add(std::span<const char> bytes) {
        for (size_t i = 0; i < bytes.size(); ++i) {
            auto byte = static_cast<unsigned char>(bytes[i]);
            if (tail_ == 0 && byte < 0x80) {
                if (byte == '\n') ++feeds_, returns_ += was_return_ ? -1 : 0;
                returns_ += byte == '\r' ? 1 : 0;
                was_return_ = byte == '\r';
                zeros_[(seen_ + i) % 2] += byte == 0 ? 1 : 0;
            } else {
                add_high(byte);
            }
        }
        seen_ += bytes.size();
    }
    Writing judge(std::string_view head) const {
        Writing writing{.encoding = encoding(head), .has_bare_returns = feeds_ == 0 && returns_ > 0};
        return writing;
    }

private:
    void add_high(unsigned char byte) {
        was_return_ = false;
        if (tail_ > 0 && (byte & 0xC0) == 0x80) {
            sequences_ += --tail_ == 0 ? 1 : 0;
            return;
        }
        broken_ += tail_ > 0 ? 1 : 0;
        tail_ = byte >= 0xC2 && byte < 0xE0 ? 1 : byte >= 0xE0 && byte < 0xF0 ? 2 : byte >= 0xF0 && byte < 0xF5 ? 3 : 0;
        if (byte < 0x80) return;
        broken_ += tail_ == 0 ? 1 : 0;
        constexpr std::array missing{0x81, 0x8D, 0x8F, 0x90, 0x9D};
        foreign_ += tail_ == 0 && std::ranges::count(missing, int(byte)) ? 1 : 0;
    }
    Encoding encoding(std::string_view head) const {
        if (head.starts_with("\xFF\xFE")) return Encoding::utf16_le;
        if (head.starts_with("\xFE\xFF")) return Encoding::utf16_be;
        if (head.starts_with("\xEF\xBB\xBF")) return Encoding::utf8;
        // Every other byte zero: letters of the first 256 code points, which every header row holds.
        if (zeros_[1] * 4 > seen_ && zeros_[0] == 0) return Encoding::utf16_le;
        if (zeros_[0] * 4 > seen_ && zeros_[1] == 0) return Encoding::utf16_be;
        return broken_ > 0 && foreign_ == 0 && sequences_ * 10 <= broken_ ? Encoding::windows_1252 : Encoding::utf8;
    }

    std::array<std::uint64_t, 2> zeros_{};
    std::uint64_t seen_ = 0, feeds_ = 0, sequences_ = 0, broken_ = 0, foreign_ = 0;
    std::int64_t returns_ = 0;
    int tail_ = 0;
    bool was_return_ = false;
};

struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(const char* name) {
    UErrorCode error = U_ZERO_ERROR;
    Converter converter(ucnv_open(name, &error));
    if (U_FAILURE(error)) throw std::runtime_error(std::string("no converter for ") + name);
    return converter;
}

/// Converts a stream through ICU, bufferful by bufferful.
class Conversion {
public:
    Conversion(ByteSource source, const char* encoding) : source_(std::move(source)), from_(open_converter(encoding)), to_(open_converter("UTF-8")) {}

    std::size_t read(std::span<char> into) {
        char* target = into.data();
        while (target == into.data() && !(is_ended_ && is_flushed_)) {
            if (begin_ == end_ && !is_ended_) refill();
            const char* from = bytes_.data() + begin_;
            UErrorCode error = U_ZERO_ERROR;
            ucnv_convertEx(to_.get(), from_.get(), &target, into.data() + into.size(), &from, bytes_.data() + end_, pivot_.data(), &pivot_from_, &pivot_to_,
                           pivot_.data() + pivot_.size(), static_cast<UBool>(is_first_), static_cast<UBool>(is_ended_), &error);
            is_first_ = false;
            begin_ = std::size_t(from - bytes_.data());
            is_flushed_ = is_ended_ && error != U_BUFFER_OVERFLOW_ERROR;
            if (U_FAILURE(error) && error != U_BUFFER_OVERFLOW_ERROR) throw std::runtime_error(std::string("conversion failed: ") + u_errorName(error));
        }
        return std::size_t(target - into.data());
    }

private:
    void refill() {
        begin_ = 0;
        end_ = source_(bytes_);
        is_ended_ = end_ == 0;
    }

    ByteSource source_;
    Converter from_, to_;
    std::array<char, 16 * 1024> bytes_{};
    std::array<UChar, 1024> pivot_{};
    UChar* pivot_from_ = pivot_.data();
    UChar* pivot_to_ = pivot_.data();
    std::size_t begin_ = 0, end_ = 0;
    bool is_first_ = true, is_ended_ = false, is_flushed_ = false;
};

const char* icu_name(Encoding encoding) {
    switch (encoding) {
    case Encoding::utf8: return "UTF-8";
    case Encoding::utf16_le: return "UTF-16LE";
    case Encoding::utf16_be: return "UTF-16BE";
    case Encoding::windows_1252: return "windows-1252";
    }
    throw std::logic_error("no such encoding");
}

}  // namespace

Writing detect_writing(ByteSource source) {
    std::vector<char> buffer(64 * 1024);
    std::string head;
    Tally tally;
    for (auto got = source(buffer); got > 0; got = source(buffer)) {
        if (head.size() < 3) head.append(buffer.data(), std::min<std::size_t>(got, 3));
        tally.add(std::span<const char>(buffer).first(got));
    }
    return tally.judge(head);
}

ByteSource in_utf8(ByteSource source, Writing writing) {
    if (writing.encoding != Encoding::utf8) {
        auto conversion = std::make_shared<Conversion>(std::move(source), icu_name(writing.encoding));
        source = [conversion](std::span<char> into) { return conversion->read(into); };
    }
    if (!writing.has_bare_returns) return source;
    return [source = std::move(source)](std::span<char> into) mutable {
        auto got = source(into);
        std::ranges::replace(into.first(got), '\r', '\n');
        return got;
    };
}

}  // namespace vitrine::imports
