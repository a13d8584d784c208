#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace vitrine::http {

/// The ETag of something that counts its versions: "v7", with its quotes. Pure.
std::string version_tag(std::int64_t version);
/// The version an If-Match header asks for. Nothing: any ("*", or no header). Zero, which none has, for a tag that is none of ours. Pure.
std::optional<std::int64_t> wanted_version(const std::optional<std::string>& if_match);

}  // namespace vitrine::http
