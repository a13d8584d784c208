#pragma once
// A copy of what happens for other programs: NATS JetStream (https://docs.nats.io/nats-concepts/jetstream), by its C client.
#include <cstdint>
#include <memory>
#include <string>

#include "core/task.h"
#include "io/loop.h"

namespace vitrine::nats {

struct BrokerOptions {
    std::string url;                          ///< "nats://user:secret@host:4222", or "tls://…"; several, comma separated, for a cluster
    std::string stream = "VITRINE";           ///< made when it is not there, and left as it is when it is
    std::string subjects = "vitrine.>";       ///< what the stream takes in, when it is made
    int wait_ms = 3'000;                      ///< how long an acknowledgement may take
};

/// What the broker said to one message.
struct Ack {
    bool is_stored = false;                   ///< on the broker's disk. False: it may or may not be; publish it again with the same id
    bool is_duplicate = false;                ///< stored before, under the same id within the stream's window (an hour, when we made it)
    std::uint64_t sequence = 0;               ///< in the stream
    std::string error;                        ///< holds no secret
};

/// One connection of the process, kept by a thread of its own, so that a broker that hangs holds up nobody else. Messages are published in the order of the
/// calls, one after the other's acknowledgement. After a failed connection calls fail at once for a moment.
class Broker {
public:
    explicit Broker(BrokerOptions options);
    ~Broker();                                ///< what still waits is answered as not stored

    /// From any loop; comes back on it. `id` is what the broker tells duplicates by (Nats-Msg-Id).
    Task<Ack> publish(std::string subject, std::string id, std::string body);

    /// The broker at this address, one a process, made at first need.
    static std::shared_ptr<Broker> at(const BrokerOptions& options);

private:
    struct Inner;
    std::unique_ptr<Inner> inner_;
};

}  // namespace vitrine::nats
