#include "io/web/guarded.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "core/check.h"
#include "io/web/exchange.h"

namespace vitrine::web {
namespace {

struct Block4 {
    std::uint32_t from;
    int bits;
};
constexpr std::uint32_t quad(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) { return a << 24 | b << 16 | c << 8 | d; }
// https://www.iana.org/assignments/iana-ipv4-special-registry, with multicast and class E.
constexpr std::array blocked4{Block4{quad(0, 0, 0, 0), 8}, Block4{quad(10, 0, 0, 0), 8}, Block4{quad(100, 64, 0, 0), 10}, Block4{quad(127, 0, 0, 0), 8},
                              Block4{quad(169, 254, 0, 0), 16}, Block4{quad(172, 16, 0, 0), 12}, Block4{quad(192, 0, 0, 0), 24}, Block4{quad(192, 0, 2, 0), 24},
                              Block4{quad(192, 88, 99, 0), 24}, Block4{quad(192, 168, 0, 0), 16}, Block4{quad(198, 18, 0, 0), 15}, Block4{quad(198, 51, 100, 0), 24},
                              Block4{quad(203, 0, 113, 0), 24}, Block4{quad(224, 0, 0, 0), 4}, Block4{quad(240, 0, 0, 0), 4}};

bool is_public4(std::uint32_t address) {
    for (const auto& block : blocked4)
        if ((address ^ block.from) >> (32 - block.bits) == 0) return false;
    return true;
}

bool is_public6(const std::array<std::uint8_t, 16>& a) {
    static constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (std::memcmp(a.data(), mapped.data(), mapped.size()) == 0) return is_public4(quad(a[12], a[13], a[14], a[15]));
    bool is_global = (a[0] & 0xe0) == 0x20;                                         // 2000::/3
    bool is_protocol = a[0] == 0x20 && a[1] == 0x01 && (a[2] & 0xfe) == 0;          // 2001::/23, Teredo among them
    bool is_documentation = (a[0] == 0x20 && a[1] == 0x01 && a[2] == 0x0d && a[3] == 0xb8) || (a[0] == 0x3f && a[1] == 0xff && (a[2] & 0xf0) == 0);
    bool is_6to4 = a[0] == 0x20 && a[1] == 0x02;                                    // holds an IPv4 address, perhaps a private one
    return is_global && !is_protocol && !is_documentation && !is_6to4;
}

bool is_public(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        sockaddr_in in;
        std::memcpy(&in, &address, sizeof in);
        return is_public4(ntohl(in.sin_addr.s_addr));
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 in;
        std::memcpy(&in, &address, sizeof in);
        std::array<std::uint8_t, 16> bytes;
        std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
        return is_public6(bytes);
    }
    return false;
}

struct Guard {
    bool allows_private = false, has_blocked = false;
};

curl_socket_t open_socket(void* guard_pointer, curlsocktype, curl_sockaddr* address) {
    auto& guard = *static_cast<Guard*>(guard_pointer);
    if (!guard.allows_private && !is_public(address->addr)) {
        guard.has_blocked = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace

bool is_public_address(std::string_view ip) {
    std::string text(ip);
    in_addr four;
    if (inet_pton(AF_INET, text.c_str(), &four) == 1) return is_public4(ntohl(four.s_addr));
    std::array<std::uint8_t, 16> six;
    return inet_pton(AF_INET6, text.c_str(), six.data()) == 1 && is_public6(six);
}

Task<Answer> send_guarded(Loop& loop, Request request, bool allows_private) { return send_guarded_into(loop, std::move(request), allows_private, "webhooks", {}); }

Task<Answer> send_guarded_into(Loop& loop, Request request, bool allows_private, std::string metrics_host, std::function<bool(std::string_view)> take) {
    CurlLoop curl(loop);
    auto guard = std::make_shared<Guard>(Guard{allows_private});
    auto exchange = std::make_shared<Exchange>(std::move(request));
    exchange->metrics_host = std::move(metrics_host);
    exchange->sink = std::move(take);
    check(curl_easy_setopt(exchange->easy, CURLOPT_OPENSOCKETFUNCTION, &open_socket) == CURLE_OK, "curl asks before it opens a socket");
    curl_easy_setopt(exchange->easy, CURLOPT_OPENSOCKETDATA, guard.get());
    curl_easy_setopt(exchange->easy, CURLOPT_PROXY, "");
    curl_easy_setopt(exchange->easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(exchange->easy, CURLOPT_FORBID_REUSE, 1L);
    auto call = run(curl, std::move(exchange));
    auto answer = co_await std::move(call);
    if (guard->has_blocked && answer.outcome == Outcome::not_sent) answer.error = blocked_address;
    co_return answer;
}

}  // namespace vitrine::web
