#include "io/storage/sigv4.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "io/crypto/digest.h"

namespace vitrine::storage {
namespace {

/// "20130524T000000Z"
std::string stamp_of(Instant now) {
    auto day = std::chrono::floor<std::chrono::days>(now);
    std::chrono::year_month_day date{day};
    std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(now - day)};
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", int(date.year()), unsigned(date.month()), unsigned(date.day()), time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string raw_hmac(std::string_view key, std::string_view message) { return crypto::bytes_of(crypto::hmac_sha256(key, message)); }

}  // namespace

std::string escape_s3(std::string_view text, bool keeps_slash) {
    std::string out;
    for (unsigned char c : text) {
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~' || (c == '/' && keeps_slash);
        if (is_plain) out += char(c);
        else out += fmt::format("%{:02X}", c);
    }
    return out;
}

std::string canonical_query(const shape::Fields& query) {
    std::vector<std::pair<std::string, std::string>> escaped;
    for (const auto& [name, value] : query) escaped.emplace_back(escape_s3(name, false), escape_s3(value, false));
    std::ranges::sort(escaped);
    std::string out;
    for (const auto& [name, value] : escaped) out += (out.empty() ? "" : "&") + name + "=" + value;
    return out;
}

shape::Fields signed_headers(const S3Call& call, const S3Key& key, std::string_view region, Instant now) {
    auto stamp = stamp_of(now), day = stamp.substr(0, 8);
    shape::Fields headers = call.headers;
    headers.emplace_back("host", call.host);
    headers.emplace_back("x-amz-content-sha256", call.payload_sha256);
    headers.emplace_back("x-amz-date", stamp);
    std::ranges::sort(headers);
    std::string canonical = call.method + "\n" + escape_s3(call.path, true) + "\n" + canonical_query(call.query) + "\n", names;
    for (const auto& [name, value] : headers) canonical += name + ":" + value + "\n", names += (names.empty() ? "" : ";") + name;
    canonical += "\n" + names + "\n" + call.payload_sha256;

    auto scope = day + "/" + std::string(region) + "/s3/aws4_request";
    auto to_sign = "AWS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n" + crypto::hex(crypto::sha256(canonical));
    auto signing = raw_hmac(raw_hmac(raw_hmac(raw_hmac("AWS4" + key.secret, day), region), "s3"), "aws4_request");
    auto signature = crypto::hex(crypto::hmac_sha256(signing, to_sign));
    return {{"x-amz-content-sha256", call.payload_sha256},
            {"x-amz-date", stamp},
            {"Authorization", "AWS4-HMAC-SHA256 Credential=" + key.access + "/" + scope + ",SignedHeaders=" + names + ",Signature=" + signature}};
}

}  // namespace vitrine::storage
