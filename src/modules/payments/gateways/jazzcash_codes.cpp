#include "modules/payments/gateways/jazzcash_codes.h"

#include <array>
#include <map>
#include <stdexcept>

namespace vitrine::payments::providers {
namespace {

constexpr const char* codes_text =
#include "modules/payments/data/jazzcash_response_codes.inc"
    ;

using Codes = std::map<std::string, JazzcashCode, std::less<>>;

/// The words of the data file. What is disputed was paid and is being argued about: that waits for a person.
JazzcashClass class_of(std::string_view word) {
    using enum JazzcashClass;
    static const std::map<std::string_view, JazzcashClass> words{
        {"success", paid},    {"pending", waiting}, {"authorised", waiting}, {"info", waiting},  {"dispute", waiting},     {"failure", declined},      {"cancelled", stopped},
        {"reversed", given_back}, {"refunded", given_back}, {"unknown", unknown}, {"retry", away}, {"config", setup}, {"not_found", not_found}, {"refund_error", no_refund}};
    auto found = words.find(word);
    if (found == words.end()) throw std::logic_error("a class of response codes that nobody knows: " + std::string(word));
    return found->second;
}

/// "024,failure,bad PIN,The PIN was wrong. Try again."
void read_line(std::string_view line, Codes& codes) {
    std::array<std::string_view, 3> parts;
    for (auto& part : parts) {
        auto comma = line.find(',');
        if (comma == std::string_view::npos) throw std::logic_error("a response code without its four columns");
        part = line.substr(0, comma);
        line.remove_prefix(comma + 1);
    }
    codes.emplace(std::string(parts[0]), JazzcashCode{class_of(parts[1]), std::string(line)});
}

Codes read_all() {
    Codes codes;
    std::string_view text = codes_text;
    while (!text.empty()) {
        auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (!line.empty() && line.front() != '#') read_line(line, codes);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return codes;
}

}  // namespace

const JazzcashCode& jazzcash_code(std::string_view code) {
    static const Codes codes = read_all();
    static const JazzcashCode unheard_of;
    auto found = codes.find(code);
    return found == codes.end() ? unheard_of : found->second;
}

}  // namespace vitrine::payments::providers
