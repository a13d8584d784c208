#include "io/http/server_state.h"

#include <algorithm>
#include <stdexcept>

#include "io/loop.h"

namespace vitrine::http {
namespace {

constexpr std::string_view default_policy =
    "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'";

/// A tick small enough for the smallest limit, large enough to cost nothing.
int tick_for(const ServerOptions& options) {
    int least = std::min({options.header_timeout_ms, options.body_timeout_ms, options.idle_timeout_ms, options.write_timeout_ms, options.heartbeat_ms});
    return std::clamp(least / 8, 5, 250);
}

std::string security_headers(bool is_tls) {
    std::string out =
        "X-Content-Type-Options: nosniff\r\n"
        "X-Frame-Options: DENY\r\n"
        "Referrer-Policy: strict-origin-when-cross-origin\r\n"
        "Permissions-Policy: camera=(), microphone=(), geolocation=(), usb=()\r\n"
        "Cross-Origin-Opener-Policy: same-origin-allow-popups\r\n";
    if (is_tls) out += "Strict-Transport-Security: max-age=63072000\r\n";
    return out;
}

}  // namespace

ServerState::ServerState(Loop& on, const Router& routes, void* environment, Gate guard, ServerOptions with)
    : loop(on), router(routes), env(environment), gate(std::move(guard)), options(std::move(with)), metrics(routes.routes()), deadlines(tick_for(options)),
      ticker(on.context()), acceptor(on.context()) {
    if (options.tls_certificate_file.empty() != options.tls_key_file.empty()) throw std::runtime_error("TLS needs a certificate and its key");
    if (!options.tls_certificate_file.empty()) tls = make_tls_context(options.tls_certificate_file, options.tls_key_file);
    security_headers_ = security_headers(tls != nullptr);
    policy_header = "Content-Security-Policy: " + (options.security_policy.empty() ? std::string(default_policy) : options.security_policy) + "\r\n";
}

std::string_view ServerState::common_headers() {
    auto now = clock_now();
    auto second = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    if (second != common_second_) {
        common_second_ = second;
        common_headers_ = "Date: " + format_http_date(now) + "\r\n" + security_headers_;
    }
    return common_headers_;
}

void ServerState::start_ticking(std::shared_ptr<ServerState> self) {
    ticker.expires_after(std::chrono::milliseconds(deadlines.tick_ms()));
    ticker.async_wait([this, self = std::move(self)](boost::system::error_code error) mutable {
        if (error || is_closed) return;
        deadlines.tick();
        metrics.publish();
        start_ticking(std::move(self));
    });
}

std::unique_ptr<boost::asio::ssl::context> make_tls_context(const std::string& certificate_file, const std::string& key_file) {
    namespace ssl = boost::asio::ssl;
    auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_3_VERSION);
    SSL_CTX_set_alpn_select_cb(
        context->native_handle(),
        [](SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered, unsigned int size, void*) {
            static constexpr unsigned char ours[] = "\x08http/1.1";
            int found = SSL_select_next_proto(const_cast<unsigned char**>(chosen), length, ours, sizeof ours - 1, offered, size);
            return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
        },
        nullptr);
    boost::system::error_code error;
    context->use_certificate_chain_file(certificate_file, error);
    if (error) throw std::runtime_error("cannot use the certificate " + certificate_file + ": " + error.message());
    context->use_private_key_file(key_file, ssl::context::pem, error);
    if (error) throw std::runtime_error("cannot use the key " + key_file + ": " + error.message());
    return context;
}

}  // namespace vitrine::http
