#include "simulators/framework/base64.h"

#include <openssl/evp.h>

namespace vitrine::simulators {

std::optional<std::string> base64_decode(std::string_view text) {
    std::string out(text.size() / 4 * 3, '\0');
    int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(text.data()), int(text.size()));
    if (size < 0) return {};
    size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
    out.resize(size_t(size) - padding);
    return out;
}

}  // namespace vitrine::simulators
