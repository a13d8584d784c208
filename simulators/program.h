#pragma once
#include <string>

#include "simulators/easypaisa/account.h"
#include "simulators/framework/webhooks.h"
#include "simulators/google/service.h"
#include "simulators/leopards/service.h"
#include "simulators/shiprocket/service.h"
#include "simulators/suppliers/service.h"
#include "simulators/tcs/service.h"

namespace vitrine::simulators {

struct ProgramOptions {
    std::string address = "127.0.0.1";
    unsigned short stripe_port = 12'111;
    std::uint64_t seed = 1;
    int hold_ms = 60'000;
    WebhookOptions stripe_webhooks;
    unsigned short razorpay_port = 12'112;
    std::string razorpay_key_id = "rzp_test_simulator", razorpay_key_secret = "simulated_key_secret";
    WebhookOptions razorpay_webhooks;
    unsigned short jazzcash_port = 12'113;
    std::string jazzcash_merchant_id = "MC00001", jazzcash_password = "simulated_password", jazzcash_salt = "simulated_salt", jazzcash_merchant_mpin = "1234";
    WebhookOptions jazzcash_notifications;   ///< signed with the salt
    unsigned short easypaisa_port = 12'114;
    easypaisa::Keys easypaisa_keys;
    WebhookOptions easypaisa_webhooks;
    unsigned short google_port = 12'118;
    google::Keys google_keys;
    unsigned short shiprocket_port = 12'115, leopards_port = 12'116, tcs_port = 12'117;
    shiprocket::Keys shiprocket_keys;
    leopards::Keys leopards_keys;
    tcs::Keys tcs_keys;
    WebhookOptions shiprocket_webhooks, leopards_webhooks;   ///< the secret is the token they send along
    unsigned short postbox_port = 12'120, smtp_port = 12'125;   ///< pages, SMS and control; mail
    unsigned short north_port = 12'121, south_port = 12'122;    ///< two suppliers of diamonds
    std::string supplier_key = "simulated_supplier_key";
    std::string sms_token = "simulated_sms_token";
};

/// Runs all simulators on the calling thread until SIGINT or SIGTERM. std::runtime_error when a port cannot be had.
void run(const ProgramOptions& options);

}  // namespace vitrine::simulators
