#include "simulators/postbox/smtp.h"

#include <boost/asio.hpp>

#include "core/text.h"

namespace vitrine::simulators::postbox {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::awaitable;
using asio::use_awaitable;

constexpr size_t largest_mail = 8 * 1024 * 1024, longest_line = 4'096;

/// "MAIL FROM:<a@b> SIZE=1" gives a@b.
std::string address_in(std::string_view line) {
    auto open = line.find('<'), close = line.find('>');
    return open == std::string_view::npos || close == std::string_view::npos || close < open ? std::string() : std::string(line.substr(open + 1, close - open - 1));
}

/// Lines of a mail that begin with a dot were sent with two (RFC 5321 section 4.5.2).
std::string without_dot_stuffing(std::string_view data) {
    std::string out;
    while (!data.empty()) {
        auto end = data.find("\r\n");
        auto line = data.substr(0, end == std::string_view::npos ? data.size() : end + 2);
        data.remove_prefix(line.size());
        if (line.starts_with('.')) line.remove_prefix(1);
        out += line;
    }
    return out;
}

class Session {
public:
    Session(Postbox& box, tcp::socket socket) : box_(box), socket_(std::move(socket)) {}

    awaitable<void> run() {
        if (!co_await reply("smtp.connect", "220 postbox.example ESMTP")) co_return;
        while (true) {
            auto line = co_await read_line();
            auto verb = lower_ascii(std::string_view(line).substr(0, line.find(' ')));
            if (verb == "quit") {
                co_await say("221 2.0.0 Bye");
                co_return;
            }
            if (!co_await answer(verb, line)) co_return;
        }
    }

private:
    /// False: the connection is to be closed.
    awaitable<bool> answer(const std::string& verb, const std::string& line) {
        if (verb == "ehlo") {
            co_await say("250-postbox.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE " + std::to_string(largest_mail));
        } else if (verb == "helo" || verb == "noop" || verb == "rset") {
            recipients_.clear();
            co_await say("250 2.0.0 OK");
        } else if (verb == "mail") {
            from_ = address_in(line);
            recipients_.clear();
            co_return co_await reply("smtp.mail", "250 2.1.0 OK");
        } else if (verb == "rcpt") {
            co_return co_await take_recipient(address_in(line));
        } else if (verb == "data") {
            co_return co_await take_data();
        } else {
            co_await say("502 5.5.2 This is not known here");
        }
        co_return true;
    }

    awaitable<bool> take_recipient(std::string address) {
        if (address.starts_with("gone@")) {
            co_await say("550 5.1.1 Nobody lives here");
            co_return true;
        }
        if (address.starts_with("full@")) {
            co_await say("452 4.2.2 The box is full");
            co_return true;
        }
        bool stays = co_await reply("smtp.rcpt", "250 2.1.5 OK");
        if (was_fine_) recipients_.push_back(std::move(address));
        co_return stays;
    }

    awaitable<bool> take_data() {
        if (recipients_.empty()) {
            co_await say("503 5.5.1 Nobody to send it to");
            co_return true;
        }
        co_await say("354 Go ahead");
        auto size = co_await asio::async_read_until(socket_, asio::dynamic_buffer(buffer_, largest_mail), "\r\n.\r\n", use_awaitable);
        auto mail = without_dot_stuffing(std::string_view(buffer_).substr(0, size - 3));
        buffer_.erase(0, size);
        if (box_.faults.take("smtp.data", FaultKind::lost_answer)) {
            keep(mail);
            co_return false;
        }
        bool stays = co_await reply("smtp.data", "250 2.0.0 Taken");
        if (was_fine_) keep(mail);
        recipients_.clear();
        co_return stays;
    }

    void keep(const std::string& mail) {
        for (const auto& to : recipients_) box_.keep(from_, to, mail);
    }

    /// Says what is usual, or what a fault wants instead. False: the connection is to be closed.
    awaitable<bool> reply(std::string call, std::string usual) {
        was_fine_ = false;
        if (auto rule = box_.faults.take(call, FaultKind::delay)) {
            asio::steady_timer timer(socket_.get_executor(), std::chrono::milliseconds(rule->delay_ms.value_or(1'000)));
            co_await timer.async_wait(use_awaitable);
        }
        if (box_.faults.take(call, FaultKind::drop)) co_return false;
        if (auto rule = box_.faults.take(call, FaultKind::error)) {
            auto code = rule->status.value_or(451);
            co_await say(std::to_string(code) + " " + std::to_string(code / 100) + ".3.0 As you wished");
            co_return code != 421;
        }
        was_fine_ = true;
        co_await say(std::move(usual));
        co_return true;
    }

    awaitable<void> say(std::string line) {
        line += "\r\n";
        co_await asio::async_write(socket_, asio::buffer(line), use_awaitable);
    }

    awaitable<std::string> read_line() {
        auto size = co_await asio::async_read_until(socket_, asio::dynamic_buffer(buffer_, longest_line), "\r\n", use_awaitable);
        auto line = buffer_.substr(0, size - 2);
        buffer_.erase(0, size);
        co_return line;
    }

    Postbox& box_;
    tcp::socket socket_;
    std::string buffer_, from_;
    std::vector<std::string> recipients_;
    bool was_fine_ = false;
};

awaitable<void> serve(Postbox& box, tcp::socket socket) {
    try {
        Session session(box, std::move(socket));
        co_await session.run();
    } catch (const boost::system::system_error&) {
        // The other side has gone, or said more than a line may hold: that is the end of the conversation.
    }
}

}  // namespace

struct SmtpServer::Inner : std::enable_shared_from_this<Inner> {
    Inner(Postbox& to, const std::string& address, unsigned short port) : box(to), acceptor(to.loop.context(), {asio::ip::make_address(address), port}) {}
    void accept() {
        acceptor.async_accept([self = shared_from_this()](boost::system::error_code fault, tcp::socket socket) {
            if (fault) return;
            asio::co_spawn(self->acceptor.get_executor(), serve(self->box, std::move(socket)), asio::detached);
            self->accept();
        });
    }
    Postbox& box;
    tcp::acceptor acceptor;
};

SmtpServer::SmtpServer(Postbox& box, const std::string& address, unsigned short port) : inner_(std::make_shared<Inner>(box, address, port)) { inner_->accept(); }
SmtpServer::~SmtpServer() { inner_->acceptor.close(); }
unsigned short SmtpServer::port() const { return inner_->acceptor.local_endpoint().port(); }

}  // namespace vitrine::simulators::postbox
