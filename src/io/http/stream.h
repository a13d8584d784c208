#pragma once
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>

#include "core/task.h"

namespace vitrine::http {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using Tls = asio::ssl::stream<Tcp::socket&>;

/// The bytes of an answer, up to three pieces sent with one system call.
using Pieces = std::array<std::string_view, 3>;

/// One client's connection, plain or TLS. One reader and one writer at a time.
class Stream {
public:
    Stream(Tcp::socket socket, asio::ssl::context* tls);

    bool is_tls() const { return tls_ != nullptr; }
    Task<bool> handshake();  ///< TLS only

    /// Waits for bytes. Gives them in `scratch`, which the loop's connections share: use them before the next await. Empty: the client is gone.
    Task<std::string_view> receive(std::span<char> scratch);

    /// Sends what the kernel takes at once and shortens `pieces` to what is left.
    enum class Sent { all, some, failed };
    Sent send_now(Pieces& pieces);
    /// Waits until more can be sent and sends some of it.
    Task<Sent> send_more(Pieces& pieces);

    /// Says that no more will come, then reads what the client still sends (so that it reads our last answer, not a reset), up to a bound.
    Task<void> linger();
    void abort();            ///< closes; whoever waits on this stream is woken with failure
    bool has_unread_bytes(); ///< in the kernel, for draining

    Tcp::socket& socket() { return socket_; }
    Tls* tls() { return tls_.get(); }

private:
    static constexpr size_t tls_buffer_bytes = 8 * 1024;
    Tcp::socket socket_;
    std::unique_ptr<Tls> tls_;
    std::string tls_buffer_;
};

}  // namespace vitrine::http
