#include <CLI/CLI.hpp>

#include <memory>

#include "app/command.h"
#include "simulators/program.h"

namespace vitrine::app {

void add_simulate(CLI::App& program) {
    auto options = std::make_shared<simulators::ProgramOptions>();
    auto* command = program.add_subcommand("simulate", "Run stand-ins for payment gateways and couriers that speak their real protocols; faults are set at /_control");
    command->add_option("--address", options->address, "Where to listen")->capture_default_str();
    command->add_option("--stripe-port", options->stripe_port, "Port of the simulated Stripe")->capture_default_str();
    command->add_option("--stripe-webhook-url", options->stripe_webhooks.url, "Where Stripe's webhooks go; none: they are not sent");
    command->add_option("--stripe-webhook-secret", options->stripe_webhooks.secret, "The signing secret, such as whsec_local")->envname("STRIPE_WEBHOOK_SECRET");
    command->add_option("--razorpay-port", options->razorpay_port, "Port of the simulated Razorpay")->capture_default_str();
    command->add_option("--razorpay-key-id", options->razorpay_key_id, "The account's key id")->capture_default_str();
    command->add_option("--razorpay-key-secret", options->razorpay_key_secret, "The account's key secret")->envname("RAZORPAY_KEY_SECRET");
    command->add_option("--razorpay-webhook-url", options->razorpay_webhooks.url, "Where Razorpay's webhooks go; none: they are not sent");
    command->add_option("--razorpay-webhook-secret", options->razorpay_webhooks.secret, "The webhook's secret")->envname("RAZORPAY_WEBHOOK_SECRET");
    command->add_option("--jazzcash-port", options->jazzcash_port, "Port of the simulated JazzCash")->capture_default_str();
    command->add_option("--jazzcash-merchant-id", options->jazzcash_merchant_id, "The account's Merchant ID")->capture_default_str();
    command->add_option("--jazzcash-password", options->jazzcash_password, "The account's password")->envname("JAZZCASH_PASSWORD");
    command->add_option("--jazzcash-salt", options->jazzcash_salt, "The account's integrity salt")->envname("JAZZCASH_SALT");
    command->add_option("--jazzcash-merchant-mpin", options->jazzcash_merchant_mpin, "PIN of the merchant's wallet, for refunds")->envname("JAZZCASH_MERCHANT_MPIN");
    command->add_option("--jazzcash-webhook-url", options->jazzcash_notifications.url, "Where JazzCash's notifications go; none: they are not sent");
    command->add_option("--easypaisa-port", options->easypaisa_port, "Port of the simulated Easypaisa")->capture_default_str();
    command->add_option("--easypaisa-hash-key", options->easypaisa_keys.hash_key, "The account's hash key, 16 characters")->envname("EASYPAISA_HASH_KEY");
    command->add_option("--easypaisa-password", options->easypaisa_keys.password, "The password of its API; the user is called simulator")->envname("EASYPAISA_PASSWORD");
    command->add_option("--easypaisa-ipn-url", options->easypaisa_webhooks.url, "Where Easypaisa's notifications go; none: they are not sent");
    command->add_option("--shiprocket-port", options->shiprocket_port, "Port of the simulated Shiprocket")->capture_default_str();
    command->add_option("--shiprocket-email", options->shiprocket_keys.email, "E-mail of its API user")->capture_default_str();
    command->add_option("--shiprocket-password", options->shiprocket_keys.password, "Password of its API user")->envname("SHIPROCKET_PASSWORD");
    command->add_option("--shiprocket-webhook-url", options->shiprocket_webhooks.url, "Where Shiprocket's messages go; none: they are not sent");
    command->add_option("--shiprocket-webhook-token", options->shiprocket_webhooks.secret, "What they carry as x-api-key")->envname("SHIPROCKET_WEBHOOK_TOKEN");
    command->add_option("--leopards-port", options->leopards_port, "Port of the simulated Leopards Courier")->capture_default_str();
    command->add_option("--leopards-api-key", options->leopards_keys.api_key, "The account's API key")->capture_default_str();
    command->add_option("--leopards-api-password", options->leopards_keys.api_password, "The key's password")->envname("LEOPARDS_API_PASSWORD");
    command->add_option("--leopards-webhook-url", options->leopards_webhooks.url, "Where Leopards' messages go; none: they are not sent");
    command->add_option("--leopards-webhook-token", options->leopards_webhooks.secret, "What they carry as x-api-key")->envname("LEOPARDS_WEBHOOK_TOKEN");
    command->add_option("--tcs-port", options->tcs_port, "Port of the simulated TCS")->capture_default_str();
    command->add_option("--tcs-client-secret", options->tcs_keys.client_secret, "The account's client secret")->envname("TCS_CLIENT_SECRET");
    command->add_option("--tcs-password", options->tcs_keys.password, "The password of its e-commerce API")->envname("TCS_PASSWORD");
    command->add_option("--north-port", options->north_port, "Port of the simulated supplier North")->capture_default_str();
    command->add_option("--south-port", options->south_port, "Port of the simulated supplier South")->capture_default_str();
    command->add_option("--supplier-key", options->supplier_key, "Bearer key of both suppliers")->envname("SUPPLIER_KEY");
    command->add_option("--google-port", options->google_port, "Port of the simulated sign-in of Google")->capture_default_str();
    command->add_option("--google-client-id", options->google_keys.client_id, "The shop's client id there")->capture_default_str();
    command->add_option("--google-client-secret", options->google_keys.client_secret, "The client's secret")->envname("GOOGLE_CLIENT_SECRET");
    command->add_option("--postbox-port", options->postbox_port, "Port where sent mail and SMS are read, and where SMS are handed over")->capture_default_str();
    command->add_option("--smtp-port", options->smtp_port, "Port where mail is handed over")->capture_default_str();
    command->add_option("--sms-token", options->sms_token, "Bearer token of the simulated SMS provider")->envname("SMS_TOKEN");
    command->add_option("--seed", options->seed, "Ids come in the same order for the same seed")->capture_default_str();
    command->add_option("--hold-ms", options->hold_ms, "How long a caller waits whose answer is to be lost")->capture_default_str();
    command->callback([options] { simulators::run(*options); });
}

}  // namespace vitrine::app
