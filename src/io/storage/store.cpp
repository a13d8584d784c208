#include "io/storage/store.h"

#include <algorithm>

#include "io/loop.h"
#include "io/storage/file.h"

namespace vitrine::storage {
namespace {

constexpr size_t longest_key = 400;
constexpr std::uint64_t piece_bytes = 4 * 1024 * 1024;

bool is_key_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-'; }

}  // namespace

bool is_safe_key(std::string_view key) {
    if (key.empty() || key.size() > longest_key) return false;
    for (size_t from = 0; from <= key.size();) {
        auto end = std::min(key.find('/', from), key.size());
        auto part = key.substr(from, end - from);
        if (part.empty() || part[0] == '.' || !std::ranges::all_of(part, is_key_letter)) return false;
        from = end + 1;
    }
    return true;
}

Task<Outcome<void>> download(Store& from, std::string key, std::string path) {
    auto target = std::make_shared<GrowingFile>(path);
    for (std::uint64_t offset = 0;; offset += piece_bytes) {
        auto piece = co_await from.read(key, offset, piece_bytes);
        if (!piece) co_return std::unexpected(std::move(piece.error()));
        auto bytes = std::make_shared<const std::string>(std::move(*piece));
        auto fault = co_await offload_value([target, bytes] { return target->append(*bytes); });
        if (!fault.empty()) co_return fail(Trouble::unavailable, std::move(fault));
        if (bytes->size() < piece_bytes) break;
    }
    auto fault = co_await offload_value([target] { return target->finish(); });
    if (!fault.empty()) co_return fail(Trouble::unavailable, std::move(fault));
    co_return Outcome<void>();
}

}  // namespace vitrine::storage
