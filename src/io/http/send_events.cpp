// Server-sent events (WHATWG HTML, section 9.2). The stream ends by closing the connection. Whoever opened it may lose the right to it while it is open: the gate is asked again before
// each message and each heart-beat, as it was before the first.
#include "io/http/answer_head.h"
#include "io/http/connection.h"
#include "io/http/outstanding.h"
#include "io/http/server_state.h"
#include "io/telemetry/log.h"

namespace vitrine::http {
namespace {

class Events final : public EventSink, private Timed {
public:
    explicit Events(Connection& connection) : connection_(connection), turn_(connection.server().loop) {}

    /// Sees the client leave while the handler is silent, and keeps proxies from thinking that we left.
    Task<void> start() {
        opened_by_ = co_await ask_gate();
        outstanding_.begin();
        connection_.server().loop.spawn(watch());
        rest();
    }

    Task<bool> send(std::string_view event, std::string_view data, std::string_view id) override {
        std::string text;
        auto line = [&text](std::string_view name, std::string_view value) {
            text.append(name).append(": ").append(value.substr(0, value.find_first_of("\r\n"))).append("\n");
        };
        if (!id.empty()) line("id", id);
        if (!event.empty()) line("event", event);
        while (true) {
            auto end = data.find('\n');
            line("data", data.substr(0, end));
            if (end == std::string_view::npos) break;
            data.remove_prefix(end + 1);
        }
        text += '\n';
        if (!co_await is_still_welcome()) co_return false;
        co_return co_await write(std::move(text));
    }

    void leave() {
        is_gone_ = true;
        connection_.stream().abort();
    }

    Task<void> finish() {
        co_await turn_.take();  // no heart-beat is under way any more, and none starts
        is_gone_ = true;
        boost::system::error_code ignored;
        connection_.stream().socket().cancel(ignored);
        co_await outstanding_.wait();
    }

private:
    void expire() override {
        if (is_gone_) return;
        outstanding_.begin();
        connection_.server().loop.spawn(beat());
    }
    void rest() { connection_.server().deadlines.set(*this, connection_.server().options.heartbeat_ms); }

    Task<bool> write(std::string text) {
        co_await turn_.take();
        bool is_sent = !is_gone_ && co_await connection_.send({text, {}, {}});
        if (!is_sent) is_gone_ = true;
        else rest();
        turn_.give();
        co_return is_sent;
    }
    /// Whom the gate takes the request for now; nothing where it is refused.
    Task<std::optional<Ctx>> ask_gate() {
        auto& server = connection_.server();
        auto asked = server.gate(server.env, connection_.request(), *connection_.route());
        auto passed = co_await std::move(asked);
        if (!passed) co_return std::nullopt;
        co_return std::move(*passed);
    }
    Task<bool> is_still_welcome() {
        auto now = co_await ask_gate();
        bool is_same = now && opened_by_ && now->store == opened_by_->store && now->role == opened_by_->role && now->actor == opened_by_->actor;
        if (!is_same && !is_gone_) leave();
        co_return is_same;
    }
    Task<void> beat() {
        try {
            bool is_welcome = co_await is_still_welcome();
            if (is_welcome && !turn_.is_taken()) co_await write(":\n\n");
        } catch (const std::exception& why) {
            log::warn("http.event_stream_gate_failed", {{"request_id", connection_.request().request_id}, {"error", why.what()}});
            leave();
        }
        outstanding_.end();
    }
    Task<void> watch() {
        while (true) {
            auto bytes = co_await connection_.stream().receive(connection_.server().scratch);
            if (bytes.empty()) break;
        }
        is_gone_ = true;
        outstanding_.end();
    }

    Connection& connection_;
    Turn turn_;
    Outstanding outstanding_;
    bool is_gone_ = false;
    std::optional<Ctx> opened_by_;
};

}  // namespace

Task<bool> send_events(Connection& connection, const Response& response, EventStream& stream) {
    auto& server = connection.server();
    connection.enter(Connection::Phase::streaming);
    AnswerHead head(server.head_scratch, server, response.status, connection.request().request_id);
    head.add("Content-Type", "text/event-stream").add("Cache-Control", "no-store").add("X-Accel-Buffering", "no").add_all(response.headers);
    head.finish(std::nullopt, "close");
    bool is_sent = co_await connection.send({server.head_scratch, {}, {}});
    if (!is_sent || connection.request().method == Method::head) co_return false;

    Events events(connection);
    co_await events.start();
    connection.on_drain = [&events] { events.leave(); };
    try {
        auto run = stream.run(events);
        co_await std::move(run);
    } catch (const std::exception& why) {
        log::error("http.event_stream_failed", {{"request_id", connection.request().request_id}, {"error", why.what()}});
    }
    connection.on_drain = nullptr;
    co_await events.finish();
    co_return false;
}

}  // namespace vitrine::http
