#include "tests/load/client.h"

#include <charconv>
#include <stdexcept>

#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

namespace load {
namespace asio = boost::asio;

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; }

bool starts_without_case(std::string_view text, std::string_view lower_start) {
    if (text.size() < lower_start.size()) return false;
    for (size_t i = 0; i < lower_start.size(); ++i)
        if (lower(text[i]) != lower_start[i]) return false;
    return true;
}

struct Head {
    int status = 0;
    size_t content_length = 0;
    bool closes = false;
};

Head read_head(std::string_view text) {
    Head head;
    if (text.size() < 12 || !text.starts_with("HTTP/1.")) throw std::runtime_error("the answer is not HTTP/1");
    std::from_chars(text.data() + 9, text.data() + 12, head.status);
    bool has_length = head.status == 204 || head.status == 304;
    for (size_t at = text.find("\r\n") + 2; at < text.size();) {
        size_t end = text.find("\r\n", at);
        auto line = text.substr(at, end - at);
        if (starts_without_case(line, "content-length:")) {
            auto value = line.substr(15);
            value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
            std::from_chars(value.data(), value.data() + value.size(), head.content_length);
            has_length = true;
        } else if (starts_without_case(line, "connection: close")) {
            head.closes = true;
        }
        if (end == std::string_view::npos) break;
        at = end + 2;
    }
    if (!has_length) throw std::runtime_error("the answer has no Content-Length");
    return head;
}

}  // namespace

asio::awaitable<void> Connection::connect() {
    close();
    co_await socket_.async_connect(server_, asio::use_awaitable);
    socket_.set_option(asio::ip::tcp::no_delay(true));
}

void Connection::close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
    in_.clear();
    consumed_ = 0;
}

asio::awaitable<void> Connection::read_more() {
    size_t had = in_.size();
    in_.resize(had + 32 * 1024);
    size_t got = co_await socket_.async_read_some(asio::buffer(in_.data() + had, in_.size() - had), asio::use_awaitable);
    in_.resize(had + got);
}

asio::awaitable<Answer> Connection::ask(std::string_view request) {
    if (!socket_.is_open()) co_await connect();
    in_.erase(0, consumed_);
    consumed_ = 0;
    co_await asio::async_write(socket_, asio::buffer(request), asio::use_awaitable);
    size_t end = in_.find("\r\n\r\n");
    while (end == std::string::npos) {
        co_await read_more();
        end = in_.find("\r\n\r\n");
    }
    Head head = read_head(std::string_view(in_).substr(0, end));
    size_t whole = end + 4 + head.content_length;
    while (in_.size() < whole) co_await read_more();
    consumed_ = whole;
    if (head.closes) {
        boost::system::error_code ignored;
        socket_.close(ignored);
    }
    co_return Answer{head.status, std::string_view(in_).substr(end + 4, head.content_length)};
}

std::string make_request(std::string_view method, std::string_view path, std::string_view host, std::string_view header_lines, std::string_view body) {
    if (body.empty()) return fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n{}\r\n", method, path, host, header_lines);
    return fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n{}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}", method, path, host, header_lines, body.size(), body);
}

}  // namespace load
