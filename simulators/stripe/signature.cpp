#include "simulators/stripe/signature.h"

#include "io/crypto/digest.h"

namespace vitrine::simulators::stripe {

std::string signature_header(std::string_view secret, std::int64_t at, std::string_view body) {
    auto time = std::to_string(at);
    auto message = time + "." + std::string(body);
    return "t=" + time + ",v1=" + crypto::hex(crypto::hmac_sha256(secret, message));
}

}  // namespace vitrine::simulators::stripe
