#include <algorithm>

#include <fmt/format.h>

#include "core/random.h"
#include "io/crypto/digest.h"
#include "modules/tenders/sql.h"

namespace vitrine::tenders {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr int code_bits = 80;

std::unexpected<Refusal> no(const RefusalKind& kind, std::string detail) { return refuse(kind, detail, {{"/code", std::string(kind.code.substr(kind.code.find('.') + 1)), detail}}); }

}  // namespace

std::string CardCodeRule::normalize(std::string value) {
    std::erase_if(value, [](char c) { return c == '-' || c == ' '; });
    for (char& c : value) {
        if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
        if (c == 'O') c = '0';
        if (c == 'I' || c == 'L') c = '1';
    }
    return value;
}

bool CardCodeRule::accepts(std::string_view value) {
    return value.size() == 16 && std::ranges::all_of(value, [](char c) { return alphabet.find(c) != std::string_view::npos; });
}

CardCode new_card_code() { return *CardCode::parse(random_token(code_bits)); }

std::string shown(const CardCode& code) {
    std::string_view text = code;
    return fmt::format("{}-{}-{}-{}", text.substr(0, 4), text.substr(4, 4), text.substr(8, 4), text.substr(12));
}

pg::Query<std::optional<AccountRow>> find_card(const CardCode& code) { return sql::find_card({crypto::bytes_of(crypto::sha256(code.str()))}); }

std::optional<Refusal> refused_card(const std::optional<AccountRow>& found, Currency currency, Instant now) {
    if (!found || found->kind != Kind::gift_card || found->state != "active") return no(card_unknown, "Check the code: we do not know this gift card.").error();
    if (found->expires_at && now >= *found->expires_at) return no(card_expired, "This gift card has expired.").error();
    if (found->currency != currency) return no(card_currency, fmt::format("This gift card is in {}.", found->currency.code())).error();
    if (found->balance == 0) return no(card_empty, "Nothing is left on this gift card.").error();
    return {};
}

}  // namespace vitrine::tenders
