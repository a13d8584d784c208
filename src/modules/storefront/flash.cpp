#include "modules/storefront/flash.h"

#include <array>

namespace vitrine::storefront {
namespace {

struct Message {
    std::string_view code, text;
    bool is_bad = false;
    bool leads_to_cart = false;
};

constexpr auto messages = std::to_array<Message>({
    {"added", "Added to your cart.", false, true},
    {"updated", "Your cart is up to date."},
    {"removed", "Removed from your cart."},
    {"stale", "Your cart changed in another window. This is how it stands now.", true},
    {"short", "There is not that much in stock. See your cart for what there is.", true},
    {"full", "Your cart is full. Order what is in it, or remove something first.", true},
    {"gone", "This article is no longer for sale.", true},
    {"quantity", "Write a quantity from 1 to 9,999.", true},
    {"expired", "That page was open for too long. Check it and send it again.", true},
    {"foreign", "That form did not come from this shop, so nothing was done.", true},
    {"saved", "Saved for later, below your cart."},
    {"dropped", "Taken off the list."},
    {"wished", "On your wishlist."},
    {"list_full", "The list is full. Take something off it first.", true},
    {"link_over", "That link was used before, or is too old. Your cart may still be here.", true},
    {"sign_in", "Sign in to see this cart.", true},
    {"back_again", "Welcome back. This is your cart, with today's prices."},
    {"joined", "Your carts are one now. Not everything was there as often as you wanted: check the quantities.", true},
    {"changed", "Your cart changed since you last saw it. Check it and order again.", true},
    {"ordered", "This cart has become an order. Here is a new one.", true},
    {"price", "The total changed since you last saw it. Check it and order again.", true},
    {"address", "Say where to deliver first.", true},
    {"delivery", "Choose how it should reach you first.", true},
    {"method", "Choose how to pay first.", true},
    {"code_applied", "Your code is on the cart."},
    {"code_removed", "The code is off your cart."},
    {"code_unknown", "We do not know this code. Check what you typed.", true},
    {"code_over", "This code has expired or has been used up.", true},
    {"code_mine", "You have used this code before.", true},
    {"code_more", "Your cart does not reach what this code asks for. The cart says what is missing.", true},
    {"code_other", "This code is not valid for what is in your cart.", true},
    {"code_many", "The cart has as many codes as it can hold.", true},
    {"code_balance", "A gift card holds less than before. Check the total and order again.", true},
    {"offer_gone", "An offer on your cart is no longer available. Check the total and order again.", true},
    {"proof_sent", "Thank you. We have your file and will look at it."},
    {"proof_type", "Send a picture (JPEG, PNG or WebP) or a PDF.", true},
    {"proof_large", "The file is larger than 5 MB. Send a smaller one.", true},
    {"proof_many", "We have enough files of yours for this order.", true},
    {"proof_late", "This order no longer waits for a transfer.", true},
    {"return_asked", "Thank you. We have what you ask for and will write to you."},
    {"return_off", "Your return is called off."},
    {"currency", "We do not sell in that currency.", true},
    {"signed_in", "You are signed in."},
    {"signed_out", "You are signed out."},
    {"account_ready", "Your account is ready, and you are signed in."},
    {"password_set", "Your new password is set. Sign in with it."},
    {"password_changed", "Your password is changed. All other devices are signed out."},
    {"check_mail", "We have sent a link to that address. Open it to go on."},
    {"email_moved", "Your account belongs to the new address now."},
    {"session_ended", "Signed out there."},
    {"copy_asked", "We are making your copy, and write when it is there."},
    {"deletion_asked", "Your account will be deleted. We have sent a link that keeps it, should you think again."},
    {"account_kept", "Your account stays as it is."},
    {"connected", "You can sign in with Google now."},
    {"disconnected", "Google is no longer connected."},
    {"passkey_added", "Your passkey is ready. Sign in with it from now on."},
    {"passkey_named", "The passkey has its new name."},
    {"passkey_removed", "The passkey is removed. Delete it on your device, too."},
    {"passkey_gone", "There is no such passkey any more.", true},
    {"factor_off", "The second factor is off."},
    {"address_saved", "The address is saved."},
    {"address_removed", "The address is removed."},
    {"address_stale", "The address changed in another window. This is how it stands now.", true},
    {"address_many", "There is no room for another address. Remove one first.", true},
    {"not_accepted", "We cannot accept this order. Nothing was charged; please get in touch with us.", true},
    {"consent_yes", "Thank you. You can change that at any time under Privacy choices."},
    {"consent_no", "We will not measure what you do here."},
    {"feature_off", "This is switched off at the moment.", true},
    {"launch_asked", "Thank you. We have sent you a mail: open the link in it, and we will tell you when we open."},
    {"launch_mailbox", "Enter an email address like name@example.com", true},
    {"launch_confirmed", "That is settled: we will write to you when we open."},
    {"launch_dropped", "Your address is off the list."},
    {"launch_link", "That link is too old. Leave your address again, if you like.", true},
    {"preview_over", "This preview link is over. Ask whoever gave it to you for another.", true},
    {"preview_wrong", "That is not the preview password.", true},
    {"sorry", "That did not work. Nothing was changed; try again.", true},
});

struct Translation {
    std::string_view refusal, code;
};

constexpr auto translations = std::to_array<Translation>({
    {"carts.stale_version", "stale"},
    {"carts.closed", "ordered"},
    {"carts.not_found", "ordered"},
    {"carts.variant_unknown", "gone"},
    {"carts.line_unknown", "stale"},
    {"carts.too_many_lines", "full"},
    {"carts.too_many_codes", "code_many"},
    {"carts.code_absent", "stale"},
    {"promotions.coupon_unknown", "code_unknown"},
    {"promotions.coupon_expired", "code_over"},
    {"promotions.coupon_used_up", "code_over"},
    {"promotions.coupon_used_by_you", "code_mine"},
    {"promotions.coupon_needs_more", "code_more"},
    {"promotions.coupon_not_yet", "code_other"},
    {"promotions.coupon_wrong_goods", "code_other"},
    {"promotions.coupon_not_combinable", "code_other"},
    {"promotions.coupon_not_valid", "code_other"},
    {"promotions.offer_gone", "offer_gone"},
    {"tenders.card_unknown", "code_unknown"},
    {"tenders.card_expired", "code_over"},
    {"tenders.card_empty", "code_over"},
    {"tenders.card_currency", "code_other"},
    {"tenders.balance_changed", "code_balance"},
    {"currency.not_sold_in", "currency"},
    {"stock.short", "short"},
    {"orders.price_changed", "price"},
    {"orders.cart_changed", "changed"},
    {"carts.list_full", "list_full"},
    {"carts.link_over", "link_over"},
    {"carts.sign_in_first", "sign_in"},
    {"orders.not_accepted", "not_accepted"},
    {"orders.cart_empty", "stale"},
    {"orders.address_missing", "address"},
    {"shipping.option_unknown", "delivery"},
    {"shipping.address_not_served", "address"},
    {"payments.method_unavailable", "method"},
    {"flags.off", "feature_off"},
    {"payments.proof_type", "proof_type"},
    {"payments.proof_too_large", "proof_large"},
    {"payments.proof_too_many", "proof_many"},
    {"payments.proof_not_wanted", "proof_late"},
});

}  // namespace

html::Data flash_of(std::string_view code) {
    for (const auto& message : messages) {
        if (message.code != code) continue;
        html::Data link = message.leads_to_cart ? html::Data{{"href", "/cart"}, {"label", "View cart"}} : html::Data(false);
        return html::Data{{"text", message.text}, {"bad", message.is_bad}, {"link", link}};
    }
    return false;
}

std::string_view flash_code_of(const Refusal& refusal) {
    for (const auto& translation : translations)
        if (translation.refusal == refusal.code) return translation.code;
    return "sorry";
}

}  // namespace vitrine::storefront
