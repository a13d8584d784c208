// Frames of a WebSocket, as a client may send them, up to the messages a handler is given.
#include <boost/asio.hpp>
#include <boost/beast/_experimental/test/stream.hpp>

#include "core/text.h"
#include "io/http/beast_socket.h"
#include "io/run_to_end.h"
#include "tests/fuzz/target.h"

namespace vitrine::fuzz {
namespace {

using Wire = boost::beast::test::stream;

http::Handshake handshake() {
    http::Handshake out{boost::beast::http::verb::get, "/live", 11};
    out.set("Host", "shop.test");
    out.set("Connection", "Upgrade");
    out.set("Upgrade", "websocket");
    out.set("Sec-WebSocket-Version", "13");
    out.set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    return out;
}

/// One frame (RFC 6455 section 5.2), as two decisions and a line want it: wrong lengths and bits included.
std::string frame(unsigned head, unsigned shape, std::string_view payload) {
    std::string out(1, char(head));
    auto size = payload.size() + ((shape & 2) ? 1 : 0);  // one more than there is
    char masked = (shape & 1) ? 0 : char(0x80);
    if (size < 126 && !(shape & 4)) out += char(masked | char(size));
    else if (size < 65'536 && !(shape & 8)) out += char(masked | 126), out += char(size >> 8), out += char(size & 0xff);
    else {
        out += char(masked | 127);
        for (int i = 7; i >= 0; --i) out += char((shape & 16) && i == 7 ? 0xff : (std::uint64_t(size) >> (8 * i)) & 0xff);
    }
    constexpr std::string_view mask = "mask";
    if (masked) out += mask;
    for (size_t i = 0; i < payload.size(); ++i) out += masked ? char(payload[i] ^ mask[i % 4]) : payload[i];
    return out;
}

Task<int> talk(Loop& loop, std::string_view sent) {
    Wire wire(loop.context()), peer(loop.context());
    wire.connect(peer);
    http::ServerOptions options;
    int heard = 0;
    {
        http::BeastSocket<Wire> socket(wire, loop, options);
        bool is_open = co_await socket.accept(handshake(), "req_1");
        must(is_open, "a good handshake is taken");
        wire.append({sent.data(), sent.size()});
        peer.close();  // so that whoever waits for more learns that none comes
        while (auto message = co_await socket.receive()) {
            must(message->size() <= http::most_message_bytes && is_utf8(*message), "messages are text within their limit");
            ++heard;
            bool is_sent = co_await socket.send(*message);
            static_cast<void>(is_sent);
        }
        co_await socket.finish();
    }
    co_return heard;
}

}  // namespace

void web_socket(std::string_view bytes) {
    Input input(bytes);
    std::string sent;
    if (input.decision() % 2 == 0) sent = input.rest();
    else
        while (!input.rest().empty()) {
            auto head = input.decision(), shape = input.decision();
            sent += frame(head, shape, input.line());
        }
    Loop loop;
    run_to_end(loop, talk(loop, sent));
}

}  // namespace vitrine::fuzz
