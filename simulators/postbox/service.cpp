#include "simulators/postbox/service.h"

#include <algorithm>

#include <boost/json.hpp>

namespace vitrine::simulators::postbox {
namespace {

constexpr size_t most_kept = 2'000;

shape::Fields sign(const std::string&, const std::string&) { return {}; }

}  // namespace

Postbox::Postbox(Loop& on, web::Client& client, std::uint64_t seed, std::string token) : Service(on, client, "Postbox", seed, {}, &sign), sms_token(std::move(token)) {}

void Postbox::keep(std::string from, std::string to, std::string raw) {
    auto message = read_message(raw);
    bool is_repeat = std::ranges::any_of(mails, [&](const Mail& one) { return one.message.id == message.id && one.envelope_to == to; });
    mails.push_back({++mail_count, std::move(from), std::move(to), std::move(raw), std::move(message), is_repeat, clock_now()});
    if (mails.size() > most_kept) mails.pop_front();
}

std::string Postbox::keep_short(const std::string& reference, const std::string& from, const std::string& to, const std::string& text) {
    auto before = std::ranges::find(messages, reference, &ShortMessage::reference);
    if (before != messages.end()) return before->id;
    messages.push_back({++message_count, ids.next("sms_"), reference, from, to, text, clock_now()});
    if (messages.size() > most_kept) messages.pop_front();
    return messages.back().id;
}

std::string Postbox::state_json() const {
    boost::json::array letters, texts;
    for (const auto& mail : mails)
        letters.push_back(boost::json::object{{"number", mail.number}, {"from", mail.message.from}, {"to", mail.envelope_to}, {"subject", mail.message.subject}, {"message_id", mail.message.id},
                                              {"unsubscribe", mail.message.unsubscribe}, {"is_repeat", mail.is_repeat}, {"text", mail.message.text}, {"at", format_rfc3339(mail.at)}});
    for (const auto& one : messages)
        texts.push_back(boost::json::object{{"number", one.number}, {"id", one.id}, {"reference", one.reference}, {"from", one.from}, {"to", one.to}, {"text", one.text}});
    return boost::json::serialize(boost::json::object{{"mails", std::move(letters)}, {"messages", std::move(texts)}});
}

std::string Postbox::control_html() const { return "<p><a href=/>What has arrived</a>: " + std::to_string(mails.size()) + " mails, " + std::to_string(messages.size()) + " short messages.</p>"; }

}  // namespace vitrine::simulators::postbox
