#include "io/crypto/base64.h"

#include <openssl/evp.h>

namespace vitrine::crypto {

std::string base64(std::string_view bytes) {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');  // and the zero that OpenSSL writes behind it
    int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(bytes.data()), int(bytes.size()));
    out.resize(size_t(size));
    return out;
}

}  // namespace vitrine::crypto
