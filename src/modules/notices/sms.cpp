#include "modules/notices/sms.h"

namespace vitrine::notices {
namespace {

constexpr int longest_answer_ms = 15'000;
constexpr size_t longest_word = 200;

struct SmsOrder {
    std::string reference, from, to, text;
};
SHAPE(SmsOrder, reference, from, to, text)

/// What the provider answered, shortened and without control characters: staff read it.
std::string words_of(const web::Answer& answer) {
    auto text = answer.outcome == web::Outcome::answered ? answer.body.substr(0, longest_word) : answer.error;
    while (!is_utf8(text)) text.pop_back();
    for (char& c : text)
        if ((unsigned char)c < ' ') c = ' ';
    return text;
}

}  // namespace

Task<mail::Delivery> send_sms(web::Client& web, SmsProvider provider, Sms sms) {
    web::Request request{.method = "POST", .url = provider.url + "/v1/messages", .timeout_ms = longest_answer_ms, .answer_limit_bytes = 64 * 1024};
    request.headers = {{"Authorization", "Bearer " + provider.token}, {"Content-Type", "application/json"}, {"Idempotency-Key", sms.reference}};
    request.body = to_json(SmsOrder{sms.reference, provider.from, sms.to, sms.text});
    auto call = web.send(std::move(request));
    auto answer = co_await std::move(call);
    mail::Delivery delivery{.code = answer.status, .said = words_of(answer)};
    if (answer.outcome == web::Outcome::unknown) delivery.fate = mail::Fate::unknown;
    else if (answer.outcome == web::Outcome::not_sent) delivery.fate = mail::Fate::later;
    else if (answer.status >= 200 && answer.status < 300) delivery.fate = mail::Fate::accepted;
    else if (answer.status == 400 || answer.status == 422) delivery.fate = mail::Fate::refused;
    else delivery.fate = mail::Fate::later;
    co_return delivery;
}

}  // namespace vitrine::notices
