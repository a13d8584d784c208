#include "io/pg/connection.h"

#include <sys/socket.h>
#include <unistd.h>

#include "core/check.h"
#include "io/pg/cancel.h"
#include "io/telemetry/log.h"

namespace vitrine::pg {
namespace {

constexpr auto last_patience = 1s;  // with a server that was asked to cancel

void log_notice(void*, const PGresult* notice) {
    const char* text = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
    log::write(log::Level::debug, "pg.notice", {{"text", text ? text : ""}});
}

}  // namespace

Connection::Connection(asio::io_context& context, ConnectionHandle handle)
    : handle_(std::move(handle)), socket_(context, dup(PQsocket(handle_.get()))), guard_(context) {
    PQsetNoticeReceiver(handle_.get(), &log_notice, nullptr);
    spoiled_ = PQsetnonblocking(handle_.get(), 1) != 0 || PQenterPipelineMode(handle_.get()) != 1;
}

Connection::~Connection() {
    // Released first, because a mere close leaves the socket in epoll's set while libpq's own descriptor keeps it open.
    if (socket_.is_open()) ::close(socket_.release());
}

void Connection::prepare(const Statement& statement) {
    auto [known, is_new] = prepared_.try_emplace(&statement, statement.name);
    if (!is_new) return;
    std::string sql(statement.sql);
    auto count = int(statement.parameter_types.size());
    // No memory, or the socket is gone: the flight will tell.
    if (!PQsendPrepare(handle_.get(), known->second.c_str(), sql.c_str(), count, statement.parameter_types.data())) spoiled_ = true;
    steps_.push_back({&statement, {}, true});
}

void Connection::add(const Statement& statement, const Parameters& parameters, Take take, bool row_by_row) {
    prepare(statement);
    if (row_by_row) check(steps_.empty(), "row by row needs a flight of its own");
    BoundParameters bound(parameters);
    const auto& name = prepared_.find(&statement)->second;
    if (!PQsendQueryPrepared(handle_.get(), name.c_str(), bound.count(), bound.values.data(), bound.lengths.data(), bound.formats.data(), 1)) spoiled_ = true;
    else if (row_by_row) check(PQsetSingleRowMode(handle_.get()) == 1, "row by row must be set before anything is answered");
    steps_.push_back({&statement, std::move(take), false});
}

void Connection::fly(Instant deadline, std::function<void(Landing)> landed) {
    check(!landed_, "one flight at a time");
    ++flight_;
    landing_ = {};
    current_ = 0;
    landed_ = std::move(landed);
    if (spoiled_ || PQpipelineSync(handle_.get()) != 1) {
        spoiled_ = true;
        // Not at once: the caller has not suspended yet.
        return asio::post(socket_.get_executor(), [self = shared_from_this()] { self->end(true); });
    }
    if (deadline != Instant{}) arm_guard(deadline);
    // The answer cannot be here yet, so there is no use in looking before the socket says so.
    int left = PQflush(handle_.get());
    wait(left == 1);
}

void Connection::pump() {
    if (!landed_) return;
    int left = PQflush(handle_.get());
    bool readable = PQconsumeInput(handle_.get()) == 1;
    // What came before a loss still counts: the server's last words, or even the whole answer.
    if (drain()) return end(false);
    if (!readable || left < 0 || PQstatus(handle_.get()) != CONNECTION_OK) return end(true);
    wait(left == 1);
}

bool Connection::drain() {
    while (!PQisBusy(handle_.get())) {
        ResultHandle result(PQgetResult(handle_.get()));
        if (!result) {
            if (PQstatus(handle_.get()) != CONNECTION_OK || current_ >= steps_.size()) return false;
            ++current_;
            continue;
        }
        if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) return true;
        absorb(result.get());
    }
    return false;
}

void Connection::absorb(pg_result* result) {
    if (current_ >= steps_.size()) return absorb_failure(result);
    auto& step = steps_[current_];
    switch (PQresultStatus(result)) {
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_SINGLE_TUPLE:
            if (step.is_preparation) return;
            if (PQresultStatus(result) != PGRES_SINGLE_TUPLE) ++landing_.statements_done;
            if (!step.take || landing_.misread) return;
            try {
                step.take(result);
            } catch (...) {
                landing_.misread = std::current_exception();
            }
            return;
        case PGRES_PIPELINE_ABORTED:
            // The preparation was skipped, so the name means nothing to the server.
            if (step.is_preparation) prepared_.erase(step.statement);
            return;
        default: return absorb_failure(result);
    }
}

void Connection::absorb_failure(pg_result* result) {
    std::string_view name;
    if (current_ < steps_.size()) {
        auto& step = steps_[current_];
        name = step.statement->name;
        if (step.is_preparation) prepared_.erase(step.statement);
    }
    auto error = error_of(result, name);
    // Without a state it is libpq's own word: the connection broke, or an answer could not be kept. What the server did is unknown.
    if (error.sqlstate.empty()) landing_.lost = true;
    else if (!landing_.error) landing_.error = std::move(error);
}

void Connection::wait(bool also_writable) {
    auto resume = [self = shared_from_this()](bool Connection::*waits) {
        return [self, waits](const boost::system::error_code& fault) {
            (*self).*waits = false;
            if (fault != asio::error::operation_aborted) self->pump();
        };
    };
    if (!waits_readable_) {
        waits_readable_ = true;
        socket_.async_wait(asio::posix::stream_descriptor::wait_read, resume(&Connection::waits_readable_));
    }
    if (also_writable && !waits_writable_) {
        waits_writable_ = true;
        socket_.async_wait(asio::posix::stream_descriptor::wait_write, resume(&Connection::waits_writable_));
    }
}

void Connection::end(bool lost) {
    if (!landed_) return;
    guard_.cancel();
    landing_.lost |= lost;
    if (landing_.lost) spoiled_ = true;
    steps_.clear();
    auto landed = std::exchange(landed_, {});
    landed(std::move(landing_));
}

void Connection::arm_guard(Instant deadline) {
    constexpr auto grace = 250ms;  // statement_timeout on the server comes first as a rule
    guard_.expires_after(std::max<Duration>(deadline - clock_now(), Duration{}) + grace);
    guard_.async_wait([self = shared_from_this(), flight = flight_](const boost::system::error_code& fault) {
        if (fault || flight != self->flight_ || !self->landed_) return;
        self->landing_.timed_out = true;
        self->ask_to_cancel();
        self->guard_.expires_after(last_patience);
        self->guard_.async_wait([self, flight](const boost::system::error_code& again) {
            if (again || flight != self->flight_ || !self->landed_) return;
            log::warn("pg.silent", {{"action", "connection dropped"}});
            self->socket_.cancel();
            self->end(true);
        });
    });
}

void Connection::ask_to_cancel() {
    spoiled_ = true;  // the request may arrive after this flight and must not hit the next one
    cancel_elsewhere(handle_.get());
}

bool Connection::is_still_open() const {
    char byte;
    auto got = recv(PQsocket(handle_.get()), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    // Anything unasked for is a farewell, or a change of settings: either way a fresh connection is the simple answer.
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

void Connection::listen(std::function<void(std::string, std::string)> hear, std::function<void()> lost) {
    hear_ = std::move(hear);
    lost_ = std::move(lost);
    await_notification();
}

void Connection::await_notification() {
    if (!hear_) return;
    bool alive = PQconsumeInput(handle_.get()) == 1;
    if (alive && !PQisBusy(handle_.get())) ResultHandle farewell(PQgetResult(handle_.get()));
    while (std::unique_ptr<PGnotify, void (*)(void*)> news{PQnotifies(handle_.get()), &PQfreemem}) {
        auto hear = hear_;
        hear(news->relname, news->extra);
        if (!hear_) return;
    }
    if (!alive || PQstatus(handle_.get()) != CONNECTION_OK) {
        spoiled_ = true;
        hear_ = {};
        auto lost = std::exchange(lost_, {});
        return lost();
    }
    socket_.async_wait(asio::posix::stream_descriptor::wait_read, [self = shared_from_this()](const boost::system::error_code& fault) {
        if (!fault) self->await_notification();
    });
}

void Connection::close() {
    hear_ = {}, lost_ = {}, landed_ = {};
    spoiled_ = true;
    socket_.cancel();
    guard_.cancel();
}

}  // namespace vitrine::pg
