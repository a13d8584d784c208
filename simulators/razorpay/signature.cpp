#include "simulators/razorpay/signature.h"

#include "io/crypto/digest.h"

namespace vitrine::simulators::razorpay {

std::string webhook_signature(std::string_view secret, std::string_view body) { return crypto::hex(crypto::hmac_sha256(secret, body)); }

std::string payment_signature(std::string_view key_secret, std::string_view order, std::string_view payment) {
    return crypto::hex(crypto::hmac_sha256(key_secret, std::string(order) + "|" + std::string(payment)));
}

}  // namespace vitrine::simulators::razorpay
