#include "io/pg/notifier.h"

#include "io/pg/sql.h"

namespace vitrine::pg {

Notifier::Notifier(asio::io_context& context, ConnectParameters parameters) : context_(context), parameters_(std::move(parameters)), timer_(context) {}

void Notifier::add(std::string channel, std::string payload) {
    if (shut_) return;
    waiting_.emplace(std::move(channel), std::move(payload));
    if (!at_work_) gather();
}

void Notifier::gather() {
    constexpr auto window = 5ms;
    at_work_ = true;
    timer_.expires_after(window);
    timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& fault) {
        if (auto self = weak.lock(); self && !fault) self->send();
    });
}

void Notifier::send() {
    if (connection_ && connection_->is_reusable() && connection_->is_still_open()) return fly();
    if (connection_) connection_->close();
    connection_.reset();
    connect(context_, parameters_, [weak = weak_from_this()](std::shared_ptr<Connection> connection, const std::string&) {
        auto self = weak.lock();
        if (!self || self->shut_) return;
        self->connection_ = std::move(connection);
        if (self->connection_) return self->fly();
        self->waiting_.clear();
        self->at_work_ = false;
    });
}

void Notifier::fly() {
    std::vector<std::string> channels, payloads;
    for (const auto& [channel, payload] : waiting_) channels.push_back(channel), payloads.push_back(payload);
    waiting_.clear();
    auto notify = sql::notify(channels, payloads);
    connection_->add(*notify.statement, notify.parameters);
    constexpr Duration patience = 5s;
    connection_->fly(clock_now() + patience, [weak = weak_from_this()](const Landing&) {
        auto self = weak.lock();
        if (!self || self->shut_) return;
        self->at_work_ = false;
        if (!self->waiting_.empty()) self->gather();
    });
}

void Notifier::shut() {
    shut_ = true;
    timer_.cancel();
    if (connection_) connection_->close();
    connection_.reset();
}

}  // namespace vitrine::pg
