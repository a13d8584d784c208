#pragma once
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace load {

/// What came back. `body` points into the connection and lives until its next request.
struct Answer {
    int status = 0;
    std::string_view body;
};

/// One keep-alive HTTP/1.1 connection that asks one thing at a time. Deliberately small: it shares the machine with the server it measures.
class Connection {
public:
    Connection(boost::asio::any_io_executor on, boost::asio::ip::tcp::endpoint server) : socket_(on), server_(server) {}

    /// Sends a finished request and reads the whole answer. Connects first when it is not connected; throws boost::system::system_error
    /// when the connection breaks, std::runtime_error when the answer is not HTTP with a Content-Length.
    boost::asio::awaitable<Answer> ask(std::string_view request);
    boost::asio::awaitable<void> connect();
    void close();

private:
    boost::asio::awaitable<void> read_more();
    boost::asio::ip::tcp::socket socket_;
    boost::asio::ip::tcp::endpoint server_;
    std::string in_;
    size_t consumed_ = 0;
};

/// Makes "METHOD path HTTP/1.1" with Host, the given header lines ("Name: value\r\n"…) and a JSON body when there is one.
std::string make_request(std::string_view method, std::string_view path, std::string_view host, std::string_view header_lines = {}, std::string_view body = {});

}  // namespace load
