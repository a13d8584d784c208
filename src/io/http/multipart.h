#pragma once
// multipart/form-data, as browsers send forms with files (RFC 7578 on RFC 2046, section 5.1).
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::http {

/// One field of a form. `bytes` stands in the body that was read, as long as that lives.
struct FormPart {
    std::string name;
    std::optional<std::string> filename;   ///< as the browser says; never a path of ours
    std::string content_type;              ///< as the browser says; believe the bytes
    std::string_view bytes;
};
/// Reads a whole body. Nothing when it is no such form or is broken off: no boundary, a part without a name, no closing boundary, more than 50 parts.
std::optional<std::vector<FormPart>> parse_multipart(std::string_view content_type, std::string_view body);

}  // namespace vitrine::http
