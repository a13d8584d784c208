// Forms with files, and where they come from: the boundary of the header and the body belong together.
#include "io/http/multipart.h"
#include "tests/fuzz/target.h"

namespace vitrine::fuzz {

void multipart(std::string_view bytes) {
    Input input(bytes);
    auto type = input.line();
    std::string body(input.rest());
    auto parts = http::parse_multipart(type, body);
    if (!parts) return;
    must(parts->size() <= 50, "so many parts and no more");
    const char* least = body.data();
    for (const auto& part : *parts) {
        must(part.bytes.data() >= least && part.bytes.data() + part.bytes.size() <= body.data() + body.size(), "parts stand in the body, one behind the other");
        least = part.bytes.data() + part.bytes.size();
        must(part.name.find_first_of("\r\n") == std::string::npos && part.filename.value_or("").find_first_of("\r\n") == std::string::npos, "names are of one line");
    }
}

}  // namespace vitrine::fuzz
