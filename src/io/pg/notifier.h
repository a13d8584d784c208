#pragma once
#include <set>

#include "io/pg/connecting.h"

namespace vitrine::pg {

/// Gathers wake-ups for 5 ms and sends each once, on a connection of its own that is opened when first needed.
/// A wake-up that cannot be sent is forgotten: listeners poll as well.
class Notifier : public std::enable_shared_from_this<Notifier> {
public:
    Notifier(asio::io_context& context, ConnectParameters parameters);
    void add(std::string channel, std::string payload);
    void shut();

private:
    void gather();
    void send();
    void fly();

    asio::io_context& context_;
    ConnectParameters parameters_;
    asio::steady_timer timer_;
    std::set<std::pair<std::string, std::string>> waiting_;
    std::shared_ptr<Connection> connection_;
    bool at_work_ = false, shut_ = false;
};

}  // namespace vitrine::pg
