#include "io/http/version_tag.h"

#include "core/shape.h"

namespace vitrine::http {

std::string version_tag(std::int64_t version) { return "\"v" + std::to_string(version) + "\""; }

std::optional<std::int64_t> wanted_version(const std::optional<std::string>& if_match) {
    if (!if_match || *if_match == "*") return {};
    std::string_view tag = *if_match;
    shape::Reader reader;
    std::int64_t version = 0;
    bool is_ours = tag.size() > 3 && tag.starts_with("\"v") && tag.ends_with('"') && shape::Codec<std::int64_t>::from_text(reader, tag.substr(2, tag.size() - 3), version);
    return is_ours ? version : 0;
}

}  // namespace vitrine::http
