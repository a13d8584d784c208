#pragma once
// The occasions on which something is said, as data. A new one is a line here, its texts in data/*.json, and a line where its news is heard (heard.cpp).
#include <array>

#include "modules/notices/api.h"

namespace vitrine::notices {

struct Stage {
    std::string_view code;
    Audience audience;
    Topic topic;
    bool by_mail, by_sms, in_app;
    std::string_view when;          ///< for people who edit its texts

    bool goes_by(Channel channel) const { return channel == Channel::mail ? by_mail : channel == Channel::sms ? by_sms : in_app; }
};

inline constexpr std::array stages{
    Stage{"order_placed", Audience::buyer, Topic::orders, true, false, true, "An order was placed"},
    Stage{"payment_instructions", Audience::buyer, Topic::orders, true, true, true, "An order was placed that is paid by bank transfer: where to, how much, until when"},
    Stage{"payment_received", Audience::buyer, Topic::orders, true, false, true, "The money for an order is there"},
    Stage{"payment_failed", Audience::buyer, Topic::orders, true, false, true, "A payment failed, or was not made in time; the order has ended"},
    Stage{"order_on_hold", Audience::buyer, Topic::orders, true, false, true, "A person looks at the order before it goes on"},
    Stage{"order_shipped", Audience::buyer, Topic::delivery, true, true, true, "The parcel is on its way"},
    Stage{"order_delivered", Audience::buyer, Topic::delivery, true, true, true, "The parcel has arrived"},
    Stage{"order_cancelled", Audience::buyer, Topic::orders, true, false, true, "The order was cancelled"},
    Stage{"order_refunded", Audience::buyer, Topic::orders, true, false, true, "Money was given back"},
    Stage{"difference_asked", Audience::buyer, Topic::orders, true, false, true, "A paid order is to be edited and costs more: how much, until when"},
    Stage{"order_edited", Audience::buyer, Topic::orders, true, false, true, "A paid order was edited"},
    Stage{"edit_given_up", Audience::buyer, Topic::orders, true, false, true, "An edit of a paid order was not carried out; the order stays as it was"},
    Stage{"return_approved", Audience::buyer, Topic::orders, true, false, true, "Goods may come back: how, and what happens next"},
    Stage{"return_rejected", Audience::buyer, Topic::orders, true, false, true, "A return was not accepted"},
    Stage{"return_received", Audience::buyer, Topic::orders, true, false, true, "Goods that were sent back have arrived"},
    Stage{"return_exchanged", Audience::buyer, Topic::orders, true, false, true, "Goods that came back were exchanged; another order has the others"},
    Stage{"return_waiting", Audience::staff, Topic::work, true, false, true, "A customer asks to send goods back"},
    Stage{"cart_abandoned", Audience::buyer, Topic::carts, true, false, false, "A cart was left alone by somebody whose address is known"},
    Stage{"account_confirm", Audience::buyer, Topic::account, true, false, false, "Somebody registers with this mailbox: the link that makes the account"},
    Stage{"account_known_already", Audience::buyer, Topic::account, true, false, false, "Somebody registers with, or moves an account to, a mailbox that has an account"},
    Stage{"account_sign_in", Audience::buyer, Topic::account, true, false, false, "A link to sign in was asked for"},
    Stage{"account_new_password", Audience::buyer, Topic::account, true, false, false, "A link to set a new password was asked for"},
    Stage{"account_password_changed", Audience::buyer, Topic::account, true, false, false, "The password of an account was changed"},
    Stage{"account_confirm_email", Audience::buyer, Topic::account, true, false, false, "An account is to move to this mailbox: the link that moves it"},
    Stage{"account_email_changed", Audience::buyer, Topic::account, true, false, false, "An account has moved to another mailbox; goes to the old one"},
    Stage{"account_new_device", Audience::buyer, Topic::account, true, false, false, "Somebody signed in on a device that the account had not seen"},
    Stage{"account_tokens_stolen", Audience::buyer, Topic::account, true, false, false, "The keys of a session were used twice, so it was ended"},
    Stage{"account_provider_connected", Audience::buyer, Topic::account, true, false, false, "A provider of identities can sign in to the account now"},
    Stage{"account_factor_on", Audience::buyer, Topic::account, true, false, false, "Signing in to the account asks for a second factor now"},
    Stage{"account_factor_off", Audience::buyer, Topic::account, true, false, false, "Signing in to the account asks for no second factor any more"},
    Stage{"account_passkey_added", Audience::buyer, Topic::account, true, false, false, "A passkey can sign in to the account now"},
    Stage{"account_passkey_removed", Audience::buyer, Topic::account, true, false, false, "A passkey was removed from the account"},
    Stage{"account_passkey_suspect", Audience::buyer, Topic::account, true, false, false, "A passkey of the account may have been copied, and was refused"},
    Stage{"account_invitation", Audience::buyer, Topic::account, true, false, false, "A new member of staff is invited"},
    Stage{"review_needed", Audience::staff, Topic::work, true, false, true, "An order is on hold and waits for a person"},
    Stage{"payment_in_doubt", Audience::staff, Topic::work, true, false, true, "A payment is disputed, or its gateway warns of it"},
    Stage{"refund_failed", Audience::staff, Topic::work, true, false, true, "Money could not be given back"},
    Stage{"low_stock", Audience::staff, Topic::work, true, false, true, "An article that was just sold runs low; once a day and article"},
    Stage{"account_deletion_asked", Audience::buyer, Topic::account, true, false, false, "The deletion of an account was asked for: the link that takes it back"},
    Stage{"launch_confirm", Audience::buyer, Topic::account, true, false, false, "Somebody left this mailbox on the page of a store that has not opened: the link that confirms it"},
    Stage{"launch_open", Audience::buyer, Topic::account, true, false, false, "The store has opened; goes to those who confirmed that they want to hear of it"},
    Stage{"account_export_ready", Audience::buyer, Topic::account, true, false, false, "The copy of all data that a customer asked for is there"},
};

/// Pure. Null for a name that is none.
constexpr const Stage* find_stage(std::string_view code) {
    for (const auto& stage : stages)
        if (stage.code == code) return &stage;
    return nullptr;
}

}  // namespace vitrine::notices
