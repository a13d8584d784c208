#include "io/mail/smtp.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "core/check.h"
#include "core/text.h"
#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"

namespace vitrine::mail {
namespace {

constexpr long connect_limit_ms = 5'000;
constexpr size_t longest_reply = 300;
constexpr std::string_view closing = "221";  // RFC 5321 section 4.1.1.10: the answer to our QUIT says nothing about the message

/// One hand-over: the curl handle, what it reads from, and what the server said last.
struct Handover {
    Handover(Server to_server, std::string from_address, std::string to_address, std::string bytes)
        : server(std::move(to_server)), from("<" + from_address + ">"), to("<" + to_address + ">"), message(std::move(bytes)), easy(curl_easy_init()) {
        check(easy != nullptr, "curl has no handle for us");
        recipients = curl_slist_append(nullptr, to.c_str());
        prepare();
    }
    ~Handover() {
        curl_easy_cleanup(easy);
        curl_slist_free_all(recipients);
    }
    Handover(const Handover&) = delete;
    Handover& operator=(const Handover&) = delete;

    void prepare() {
        auto set = [this](CURLoption option, auto value) { check(curl_easy_setopt(easy, option, value) == CURLE_OK, "curl refuses an option"); };
        set(CURLOPT_URL, server.url.c_str());
        set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_QUICK_EXIT, 1L);  // a name server that does not answer holds a thread of curl's then, and not the loop
        set(CURLOPT_ERRORBUFFER, fault.data());
        set(CURLOPT_TIMEOUT_MS, long(server.timeout_ms));
        set(CURLOPT_CONNECTTIMEOUT_MS, std::min(connect_limit_ms, long(server.timeout_ms)));
        set(CURLOPT_USE_SSL, long(server.requires_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
        set(CURLOPT_PROXY, "");
        if (!server.user.empty()) {
            set(CURLOPT_USERNAME, server.user.c_str());
            set(CURLOPT_PASSWORD, server.password.c_str());
        }
        set(CURLOPT_MAIL_FROM, from.c_str());
        set(CURLOPT_MAIL_RCPT, recipients);
        set(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_READFUNCTION, &Handover::on_read);
        set(CURLOPT_READDATA, this);
        set(CURLOPT_HEADERFUNCTION, &Handover::on_reply);
        set(CURLOPT_HEADERDATA, this);
        set(CURLOPT_FORBID_REUSE, 1L);
        set(CURLOPT_FTP_RESPONSE_TIMEOUT, 10L);  // of SMTP, too: how long one answer may take, that to QUIT among them
    }

    static size_t on_read(char* into, size_t size, size_t count, void* self) {
        auto& handover = *static_cast<Handover*>(self);
        auto part = std::min(size * count, handover.message.size() - handover.sent);
        std::memcpy(into, handover.message.data() + handover.sent, part);
        handover.sent += part;
        handover.has_sent_all |= part == 0;
        return part;
    }
    static size_t on_reply(char* data, size_t size, size_t count, void* self) {
        auto& handover = *static_cast<Handover*>(self);
        std::string_view line(data, size * count);
        if (!line.starts_with(closing)) handover.last_reply = text_of_reply(line);
        return size * count;
    }

    Delivery conclude(CURLcode code) const {
        long reply = 0;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &reply);
        Delivery delivery{.code = int(reply), .said = last_reply};
        if (code == CURLE_OK) {
            delivery.fate = Fate::accepted;
            return delivery;
        }
        delivery.is_about_recipient = std::string_view(fault.data()).starts_with("RCPT failed");  // as smtp_state_rcpt_resp of libcurl 7.88 words it, and no other stage does
        bool is_about_us = code == CURLE_LOGIN_DENIED || code == CURLE_USE_SSL_FAILED;
        if (reply >= 500 && !is_about_us) delivery.fate = Fate::refused;
        else if (reply >= 400 || !has_sent_all) delivery.fate = Fate::later;
        else delivery.fate = Fate::unknown;
        if (reply < 400) delivery.said = curl_easy_strerror(code);
        return delivery;
    }

    Server server;
    std::string from, to, message;
    CURL* easy;
    curl_slist* recipients = nullptr;
    size_t sent = 0;
    bool has_sent_all = false;
    std::string last_reply;
    std::array<char, CURL_ERROR_SIZE> fault{};
};

std::string name_of(Fate fate) {
    switch (fate) {
        case Fate::accepted: return "accepted";
        case Fate::refused: return "refused";
        case Fate::later: return "later";
        case Fate::unknown: return "unknown";
    }
    check(false, "a fate without a name");
    return {};
}

}  // namespace

std::string text_of_reply(std::string_view line) {
    std::string text(line.substr(0, longest_reply));
    for (char& c : text)
        if ((unsigned char)c < ' ' || c == 0x7F) c = ' ';
    auto whole = text;
    for (int cut = 0; cut < 3 && !whole.empty() && !is_utf8(whole); ++cut) whole.pop_back();  // a character that the limit has cut
    if (is_utf8(whole)) return trim(whole);
    for (char& c : text)
        if ((unsigned char)c >= 0x80) c = '?';
    return trim(text);
}

Task<Delivery> send(Loop&, Server server, std::string from, std::string to, std::string message) {
    auto handover = std::make_shared<Handover>(std::move(server), std::move(from), std::move(to), std::move(message));
    auto began = std::chrono::steady_clock::now();
    // Off the loop: when it closes a connection curl says QUIT and waits for the answer, which would hold up everything else on the loop.
    auto work = offload_value([handover] { return curl_easy_perform(handover->easy); });
    auto code = co_await std::move(work);
    auto delivery = handover->conclude(code);
    std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    metrics::timer("vitrine_mail_seconds", "Hand-overs of e-mail", {{"fate", name_of(delivery.fate)}}).observe(took.count());
    // Neither address nor text: who buys what is nobody's business in a log.
    log::info("mail.sent", {{"fate", name_of(delivery.fate)}, {"code", std::to_string(delivery.code)}, {"took_ms", std::to_string(int(took.count() * 1000))}});
    co_return delivery;
}

}  // namespace vitrine::mail
