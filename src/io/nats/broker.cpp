#include "io/nats/broker.h"

#include <nats/nats.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"

namespace vitrine::nats {
namespace {

constexpr std::int64_t connect_ms = 2'000;
constexpr std::int64_t duplicate_window_ns = 3'600'000'000'000;
constexpr auto pause_after_failure = std::chrono::milliseconds(500);

struct Work {
    std::string subject, id, body;
    std::function<void(Ack)> done;
};

/// The client's handles; used by the broker's thread only.
class Connection {
public:
    explicit Connection(const BrokerOptions& options) : options_(options) {}
    ~Connection() { close(); }

    /// Empty when there is one now, else what is wrong.
    std::string open() {
        if (js_ && !natsConnection_IsClosed(connection_)) return {};
        close();
        if (std::chrono::steady_clock::now() < not_before_) return "the broker was not to be reached a moment ago";
        auto fault = connect();
        if (!fault.empty()) {
            close();
            not_before_ = std::chrono::steady_clock::now() + pause_after_failure;
        }
        return fault;
    }

    Ack publish(const Work& work) {
        jsPubOptions how;
        jsPubOptions_Init(&how);
        how.MsgId = work.id.c_str();
        how.MaxWait = options_.wait_ms;
        jsPubAck* said = nullptr;
        jsErrCode code{};
        auto status = js_Publish(&said, js_, work.subject.c_str(), work.body.data(), int(work.body.size()), &how, &code);
        Ack ack;
        if (status == NATS_OK) ack = {true, said->Duplicate, said->Sequence, {}};
        else ack.error = std::string(natsStatus_GetText(status)) + (code ? " (JetStream " + std::to_string(int(code)) + ")" : "");
        jsPubAck_Destroy(said);
        if (!ack.is_stored) close();  // whatever it was, the next message asks a fresh connection
        return ack;
    }

private:
    std::string connect() {
        natsOptions* how = nullptr;
        auto status = natsOptions_Create(&how);
        if (status == NATS_OK) status = natsOptions_SetURL(how, options_.url.c_str());
        if (status == NATS_OK) status = natsOptions_SetName(how, "vitrine");
        if (status == NATS_OK) status = natsOptions_SetTimeout(how, connect_ms);
        if (status == NATS_OK) status = natsOptions_SetAllowReconnect(how, false);  // we do that, so that nothing waits unseen
        if (status == NATS_OK) status = natsConnection_Connect(&connection_, how);
        natsOptions_Destroy(how);
        if (status == NATS_OK) status = natsConnection_JetStream(&js_, connection_, nullptr);
        if (status != NATS_OK) return natsStatus_GetText(status);
        return find_or_make_stream();
    }

    std::string find_or_make_stream() {
        jsStreamInfo* found = nullptr;
        jsErrCode code{};
        auto status = js_GetStreamInfo(&found, js_, options_.stream.c_str(), nullptr, &code);
        if (status == NATS_NOT_FOUND) {
            const char* subjects[] = {options_.subjects.c_str()};
            jsStreamConfig config;
            jsStreamConfig_Init(&config);
            config.Name = options_.stream.c_str();
            config.Subjects = subjects;
            config.SubjectsLen = 1;
            config.Storage = js_FileStorage;
            config.Duplicates = duplicate_window_ns;
            status = js_AddStream(&found, js_, &config, nullptr, &code);
        }
        jsStreamInfo_Destroy(found);
        return status == NATS_OK ? "" : "the stream " + options_.stream + ": " + natsStatus_GetText(status);
    }

    void close() {
        jsCtx_Destroy(std::exchange(js_, nullptr));
        natsConnection_Destroy(std::exchange(connection_, nullptr));
    }

    const BrokerOptions& options_;
    natsConnection* connection_ = nullptr;
    jsCtx* js_ = nullptr;
    std::chrono::steady_clock::time_point not_before_{};
};

void count(const Ack& ack) {
    static auto stored = metrics::counter("vitrine_broker_messages_total", "Messages to the broker by how they ended", {{"how", "stored"}}),
                duplicate = metrics::counter("vitrine_broker_messages_total", "Messages to the broker by how they ended", {{"how", "duplicate"}}),
                failed = metrics::counter("vitrine_broker_messages_total", "Messages to the broker by how they ended", {{"how", "failed"}});
    (!ack.is_stored ? failed : ack.is_duplicate ? duplicate : stored).add();
}

}  // namespace

struct Broker::Inner {
    explicit Inner(BrokerOptions wanted) : options(std::move(wanted)), thread([this] { work_off(); }) {}
    ~Inner() {
        {
            std::lock_guard hold(mutex);
            is_ending = true;
        }
        something.notify_all();
        thread.join();
        for (auto& work : waiting) work.done(Ack{.error = "the program ends"});
    }

    void add(Work work) {
        {
            std::lock_guard hold(mutex);
            waiting.push_back(std::move(work));
        }
        something.notify_one();
    }

    void work_off() {
        Connection connection(options);
        while (true) {
            Work work;
            {
                std::unique_lock hold(mutex);
                something.wait(hold, [&] { return is_ending || !waiting.empty(); });
                if (is_ending) return;
                work = std::move(waiting.front());
                waiting.pop_front();
            }
            auto fault = connection.open();
            auto ack = fault.empty() ? connection.publish(work) : Ack{.error = fault};
            count(ack);
            if (!ack.is_stored) log::warn("broker.failed", {{"error", ack.error}});
            work.done(std::move(ack));
        }
    }

    BrokerOptions options;
    std::mutex mutex;
    std::condition_variable something;
    std::deque<Work> waiting;
    bool is_ending = false;
    std::thread thread;  // last: it uses the others
};

Broker::Broker(BrokerOptions options) : inner_(std::make_unique<Inner>(std::move(options))) {}
Broker::~Broker() = default;

Task<Ack> Broker::publish(std::string subject, std::string id, std::string body) {
    auto& loop = Loop::here();
    auto wait = suspend<Ack>([&](auto done) {
        auto come_back = [&loop, done](Ack ack) { loop.post([done, ack = std::move(ack)]() mutable { done(std::move(ack)); }); };
        inner_->add({std::move(subject), std::move(id), std::move(body), std::move(come_back)});
    });
    co_return co_await wait;
}

std::shared_ptr<Broker> Broker::at(const BrokerOptions& options) {
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<Broker>> brokers;
    std::lock_guard hold(mutex);
    auto& broker = brokers[options.url + " " + options.stream];
    if (!broker) broker = std::make_shared<Broker>(options);
    return broker;
}

}  // namespace vitrine::nats
