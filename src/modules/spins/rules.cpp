#include "modules/spins/rules.h"

#include <algorithm>
#include <charconv>

#include "io/crypto/digest.h"

namespace vitrine::spins::rules {
namespace {

constexpr std::string_view purpose = "spins.view";
using Days = std::chrono::days;
using Hours = std::chrono::hours;

std::string signature_of(const Config& config, StoreId store, const std::string& what) { return crypto::derived_token(config.master_key, purpose, store.text() + "\n" + what); }

}  // namespace

Instant token_until(Instant now) { return Instant(std::chrono::floor<Days>(now) + Days(3)); }

std::string token_of(const Config& config, StoreId store, const Ticket& ticket, Instant until) {
    auto what = ticket.product.text() + "." + ticket.edition + "." + std::to_string(std::chrono::floor<Hours>(until).time_since_epoch().count());
    return what + "." + signature_of(config, store, what);
}

std::optional<Ticket> ticket_of(const Config& config, StoreId store, std::string_view token, Instant now) {
    auto dot = token.rfind('.');
    if (dot == token.npos || token.size() > 200) return {};
    std::string what(token.substr(0, dot));
    if (!crypto::equal_in_constant_time(signature_of(config, store, what), token.substr(dot + 1))) return {};
    auto first = what.find('.'), second = what.find('.', first + 1);
    if (second == what.npos) return {};
    std::int64_t hours = 0;
    std::from_chars(what.data() + second + 1, what.data() + what.size(), hours);
    auto product = ProductId::parse(std::string_view(what).substr(0, first));
    if (!product || now >= Instant(Hours(hours))) return {};
    return Ticket{*product, what.substr(first + 1, second - first - 1)};
}

std::string edition_of(const std::vector<std::string>& digests) {
    std::string all;
    for (const auto& digest : digests) all += digest;
    return crypto::hex(crypto::sha256(all)).substr(0, 20);
}

std::string manifest_of(std::int64_t frames, std::int64_t width, std::int64_t height) {
    std::int64_t step = 1;
    while (step * 8 <= frames) step *= 2;   // so that four to seven frames make the first level
    std::string levels;
    for (; step >= 1; step /= 2) levels += std::string(levels.empty() ? "" : ",") + "{\"step\":" + std::to_string(step) + ",\"pattern\":\"frames/{i}.webp\"}";
    return "{\"version\":1,\"frames\":" + std::to_string(frames) + ",\"width\":" + std::to_string(width) + ",\"height\":" + std::to_string(height) +
           ",\"direction\":1,\"start\":0,\"levels\":[" + levels + "],\"poster\":\"poster.webp\",\"missing\":[]}";
}

std::string key_of(std::string_view digest_hex) { return "spins/" + std::string(digest_hex.substr(0, 2)) + "/" + std::string(digest_hex) + ".webp"; }

std::string source_of(std::string_view pattern, std::int64_t number, std::int64_t first) {
    auto open = pattern.find('{'), close = pattern.find('}', open);
    if (open == pattern.npos || close == pattern.npos) return std::string(pattern);
    auto digits = std::to_string(number + first);
    auto wanted = close - open - 1;
    if (digits.size() < wanted) digits.insert(0, wanted - digits.size(), '0');
    return std::string(pattern.substr(0, open)) + digits + std::string(pattern.substr(close + 1));
}

}  // namespace vitrine::spins::rules
