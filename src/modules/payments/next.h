#pragma once
// What a buyer does next to pay, as payments tell it to pages and programs.
#include <optional>
#include <string>
#include <vector>

#include "core/money.h"
#include "core/shape.h"
#include "core/time.h"

namespace vitrine::payments {

/// What the buyer does next.
struct Instructions {
    std::string bank, title, account, iban, reference;
    Money amount;
    Instant deadline{};
};
SHAPE(Instructions, bank, title, account, iban, reference, amount, deadline)
struct FormField {
    std::string name, value;
};
SHAPE(FormField, name, value)
/// A form of the provider that its script shows over our page. What it gives back is posted to `callback_url`, by script or by the provider itself.
struct Modal {
    std::string key;                ///< the provider's name for the shop; public
    std::string reference;          ///< of the charge
    Money amount;
    std::string name, description, email;
    std::string callback_url;
    std::int64_t timeout_s = 0;     ///< after which it closes itself
    std::vector<FormField> notes;   ///< travel with the payment
};
SHAPE(Modal, key, reference, amount, name, description, email, callback_url, timeout_s, notes)
/// Something the buyer types at our page so that the provider can ask for the money elsewhere, on a phone. Never stored, never logged.
struct Ask {
    std::string name, label, hint;
    std::string autocomplete, inputmode;   ///< of HTML
    std::int64_t longest = 40;
};
SHAPE(Ask, name, label, hint, autocomplete, inputmode, longest)
struct Next {
    std::string kind;               ///< "client_secret", "redirect", "modal", "wallet", "instructions", "none"
    std::optional<std::string> client_secret;    ///< for this buyer's browser only; never logged, never stored
    std::optional<std::string> publishable_key;
    std::optional<std::string> script_url;       ///< of the provider's browser script, with client_secret and modal
    std::optional<std::string> url;              ///< of redirect
    std::optional<std::vector<FormField>> fields;   ///< of redirect: post them to `url` as a form; absent: just go there
    std::optional<Modal> modal;
    std::optional<std::vector<Ask>> asks;        ///< of wallet: give what the buyer typed to `pay_with`
    std::optional<Instructions> instructions;
};
SHAPE(Next, kind, client_secret, publishable_key, script_url, url, fields, modal, asks, instructions)

/// What a page must allow so that a provider's script, frames and forms work in it: origins such as "https://js.stripe.com".
struct BrowserOrigins {
    std::vector<std::string> scripts, frames, connections, forms, images;
};

}  // namespace vitrine::payments
