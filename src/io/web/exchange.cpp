#include "io/web/exchange.h"

#include "core/check.h"
#include "core/text.h"

namespace vitrine::web {
namespace {

constexpr long idle_connection_limit_s = 50;  // below the idle limit of common load balancers (60 s), so that we close first
constexpr long connect_limit_ms = 5'000;

bool has_line_break(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos; }

}  // namespace

Exchange::Exchange(Request asked) : request(std::move(asked)), easy(curl_easy_init()) {
    check(easy != nullptr, "curl has no handle for us");
    is_refused = !headers_are_clean();
    if (is_refused) answer.error = "the request holds a line break where none may be";
    else prepare();
}

Exchange::~Exchange() {
    curl_easy_cleanup(easy);
    curl_slist_free_all(header_lines_);
}

bool Exchange::headers_are_clean() const {
    if (has_line_break(request.method) || has_line_break(request.url)) return false;
    for (const auto& [name, value] : request.headers)
        if (has_line_break(name) || has_line_break(value)) return false;
    return true;
}

/// RFC 9110 section 9.2.2, less PUT and DELETE: those change something, so their owner decides on repeating them.
bool Exchange::repeats_safely() const { return request.method == "GET" || request.method == "HEAD"; }

void Exchange::prepare() {
    auto set = [this](CURLoption option, auto value) { check(curl_easy_setopt(easy, option, value) == CURLE_OK, "curl refuses an option"); };
    set(CURLOPT_PRIVATE, this);
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_HTTP_VERSION, long(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L);  // a name server that does not answer holds a thread of curl's then, and not the loop
    set(CURLOPT_TIMEOUT_MS, long(request.timeout_ms));
    set(CURLOPT_CONNECTTIMEOUT_MS, std::min(connect_limit_ms, long(request.timeout_ms)));
    set(CURLOPT_MAXAGE_CONN, idle_connection_limit_s);
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));

    bool has_body = !request.body.empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
    if (has_body) {
        set(CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.size()));
        set(CURLOPT_POSTFIELDS, request.body.c_str());
    }
    if (request.method == "HEAD") set(CURLOPT_NOBODY, 1L);
    else set(CURLOPT_CUSTOMREQUEST, request.method.c_str());

    if (!request.basic_user.empty()) {
        set(CURLOPT_HTTPAUTH, long(CURLAUTH_BASIC));
        set(CURLOPT_USERNAME, request.basic_user.c_str());
        set(CURLOPT_PASSWORD, request.basic_password.c_str());
    }
    // curl asks "100-continue" first for bodies over 1 KB: a round trip nobody needs here.
    header_lines_ = curl_slist_append(header_lines_, "Expect:");
    for (const auto& [name, value] : request.headers)
        header_lines_ = curl_slist_append(header_lines_, (value.empty() ? name + ";" : name + ": " + value).c_str());
    set(CURLOPT_HTTPHEADER, header_lines_);

    set(CURLOPT_HEADERFUNCTION, &Exchange::on_header);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_WRITEFUNCTION, &Exchange::on_body);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_PREREQFUNCTION, &Exchange::on_ready_to_send);
    set(CURLOPT_PREREQDATA, this);
}

/// curl sends a request again by itself when a kept connection closes before the first byte of the answer. The other side may have
/// done the work by then, so for what changes something we stop it and say "unknown"; the caller repeats with its idempotency key.
int Exchange::on_ready_to_send(void* self, char*, char*, int, int) {
    auto& exchange = *static_cast<Exchange*>(self);
    bool is_second = ++exchange.times_sent_ > 1;
    return is_second && !exchange.repeats_safely() ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

size_t Exchange::on_header(char* data, size_t size, size_t count, void* self) { return static_cast<Exchange*>(self)->take_header({data, size * count}); }
size_t Exchange::on_body(char* data, size_t size, size_t count, void* self) { return static_cast<Exchange*>(self)->take_body({data, size * count}); }

size_t Exchange::take_header(std::string_view line) {
    received_bytes_ += line.size();
    if (received_bytes_ > request.answer_limit_bytes) return is_too_large_ = true, size_t(0);
    if (line.starts_with("HTTP/")) {  // after an interim answer (1xx) the real one begins anew
        answer.headers.clear();
        return line.size();
    }
    if (auto colon = line.find(':'); colon != std::string_view::npos)
        answer.headers.emplace_back(lower_ascii(trim(line.substr(0, colon))), trim(line.substr(colon + 1)));
    return line.size();
}

size_t Exchange::take_body(std::string_view part) {
    received_bytes_ += part.size();
    if (received_bytes_ > request.answer_limit_bytes) return is_too_large_ = true, size_t(0);
    if (sink && is_success()) return sink(part) ? part.size() : 0;
    answer.body += part;
    return part.size();
}

bool Exchange::is_success() const {
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    return status >= 200 && status < 300;
}

void Exchange::conclude(CURLcode code) {
    if (code == CURLE_OK) {
        long status = 0;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        answer.outcome = Outcome::answered;
        answer.status = int(status);
        return;
    }
    answer.outcome = times_sent_ > 0 ? Outcome::unknown : Outcome::not_sent;
    answer.headers.clear();
    answer.body.clear();
    answer.error = is_too_large_ ? "the answer is larger than allowed" : curl_easy_strerror(code);
}

std::string Exchange::host() const {
    std::string host;
    if (auto* parts = curl_url()) {
        char* text = nullptr;
        if (curl_url_set(parts, CURLUPART_URL, request.url.c_str(), 0) == CURLUE_OK && curl_url_get(parts, CURLUPART_HOST, &text, 0) == CURLUE_OK) host = text;
        curl_free(text);
        curl_url_cleanup(parts);
    }
    return host;
}

}  // namespace vitrine::web
