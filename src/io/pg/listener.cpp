#include "io/pg/connecting.h"
#include "io/pg/sql.h"
#include "io/telemetry/log.h"

namespace vitrine::pg {

/// Connects, listens, tells; and begins again, with back-off, when the connection is lost.
struct Listener::Inner : std::enable_shared_from_this<Listener::Inner> {
    Inner(Loop& loop, DbOptions options, std::string name, std::function<void(std::string)> ear)
        : context(loop.context()), parameters(connect_parameters(options.conninfo, options.user)), timer(context), channel(std::move(name)), hear(std::move(ear)) {}

    void begin() {
        connect(context, parameters, [weak = weak_from_this()](std::shared_ptr<Connection> opened, const std::string& reason) {
            auto self = weak.lock();
            if (!self || self->shut) return;
            if (!opened) return self->again(reason);
            self->connection = std::move(opened);
            self->ask_for_command();
        });
    }
    void ask_for_command() {
        auto question = sql::listen_command(channel);
        connection->add(*question.statement, question.parameters, [this, decode = question.decode](pg_result* result) { command.sql = command_text = decode(result); });
        fly([](Inner& self) { self.listen(); });
    }
    void listen() {
        connection->add(command, {});
        fly([](Inner& self) {
            self.failures = 0;
            self.connection->listen(
                [weak = self.weak_from_this()](const std::string&, std::string payload) {
                    if (auto alive = weak.lock(); alive && !alive->shut) alive->hear(std::move(payload));
                },
                [weak = self.weak_from_this()] {
                    if (auto alive = weak.lock(); alive && !alive->shut) alive->again("connection lost");
                });
            self.hear("");  // whatever was said while we were away
        });
    }
    void fly(void (*next)(Inner&)) {
        constexpr Duration patience = 10s;
        connection->fly(clock_now() + patience, [weak = weak_from_this(), next](const Landing& landing) {
            auto self = weak.lock();
            if (!self || self->shut) return;
            if (landing.is_clean()) return next(*self);
            self->again(landing.error ? landing.error->what() : "connection lost");
        });
    }
    void again(const std::string& reason) {
        if (connection) connection->close();
        connection.reset();
        if (failures++ == 0) log::warn("pg.listener_lost", {{"channel", channel}, {"reason", reason}});
        timer.expires_after(backoff(failures - 1));
        timer.async_wait([weak = weak_from_this()](const boost::system::error_code& fault) {
            if (auto self = weak.lock(); self && !fault && !self->shut) self->begin();
        });
    }
    void end() {
        shut = true;
        timer.cancel();
        if (connection) connection->close();
        connection.reset();
    }

    asio::io_context& context;
    ConnectParameters parameters;
    asio::steady_timer timer;
    std::string channel, command_text;
    std::function<void(std::string)> hear;
    Statement command{"pg.listen", {}, {}, {}, nullptr};
    std::shared_ptr<Connection> connection;
    int failures = 0;
    bool shut = false;
};

Listener::Listener(Loop& loop, DbOptions options, std::string channel, std::function<void(std::string)> hear)
    : inner_(std::make_shared<Inner>(loop, std::move(options), std::move(channel), std::move(hear))) {
    loop.post([weak = std::weak_ptr(inner_)] {
        if (auto self = weak.lock(); self && !self->shut) self->begin();
    });
}
Listener::~Listener() { inner_->end(); }

}  // namespace vitrine::pg
