#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "core/shape.h"

namespace vitrine::http {

/// The ETag of something that counts its versions: "v7", with its quotes. Pure.
std::string version_tag(std::int64_t version);
/// Of a route that changes something with versions: the version it was read at.
struct IfMatch {
    std::optional<std::string> if_match;
};
SHAPE(IfMatch, if_match)
/// The version an If-Match header asks for. Nothing: any ("*", or no header). Zero, which none has, for a tag that is none of ours. Pure.
std::optional<std::int64_t> wanted_version(const std::optional<std::string>& if_match);

}  // namespace vitrine::http
