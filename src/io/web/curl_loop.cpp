#include "io/web/curl_loop.h"

#include <csignal>
#include <unordered_map>

#include <boost/asio.hpp>

#include "core/check.h"

namespace vitrine::web {
namespace {

namespace asio = boost::asio;
using Ready = asio::posix::stream_descriptor::wait_type;

void start_curl_once() {
    static bool started = [] {
        // With CURLOPT_NOSIGNAL curl leaves SIGPIPE to us; a peer that closes must not end the process.
        std::signal(SIGPIPE, SIG_IGN);
        return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    }();
    check(started, "curl does not start");
}

}  // namespace

struct CurlLoop::Inner {
    struct Watch {
        Watch(asio::io_context& context, curl_socket_t socket) : descriptor(context, socket), socket(socket) {}
        asio::posix::stream_descriptor descriptor;
        curl_socket_t socket;
        int wanted = 0;              // CURL_POLL_IN, _OUT or both
        bool is_waiting[2] = {};     // for reading, for writing
    };

    explicit Inner(Loop& loop) : loop(loop), timer(loop.context()) {
        start_curl_once();
        multi = curl_multi_init();
        check(multi != nullptr, "curl has no multi handle for us");
        curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &Inner::on_socket);
        curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
        curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &Inner::on_timer);
        curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
        curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, 64L);
        curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 64L);
    }
    ~Inner() {
        *is_alive = false;
        for (auto& [easy, done] : running) curl_multi_remove_handle(multi, easy);
        curl_multi_cleanup(multi);
        for (auto& [socket, watch] : watches) watch->descriptor.release();
    }

    void start(CURL* easy, std::function<void(CURLcode)> done) {
        running.emplace(easy, std::move(done));
        check(curl_multi_add_handle(multi, easy) == CURLM_OK, "curl does not take the call");
    }

    static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
        auto& inner = *static_cast<Inner*>(self);
        if (what == CURL_POLL_REMOVE) {
            if (auto found = inner.watches.find(socket); found != inner.watches.end()) {
                found->second->wanted = 0;
                found->second->descriptor.release();  // curl closes it
                inner.watches.erase(found);
            }
            return 0;
        }
        auto& watch = inner.watches[socket];
        if (!watch) watch = std::make_shared<Watch>(inner.loop.context(), socket);
        watch->wanted = what;
        inner.wait(watch);
        return 0;
    }

    void wait(const std::shared_ptr<Watch>& watch) {
        if (watch->wanted & CURL_POLL_IN) wait_for(watch, Ready::wait_read, 0, CURL_CSELECT_IN);
        if (watch->wanted & CURL_POLL_OUT) wait_for(watch, Ready::wait_write, 1, CURL_CSELECT_OUT);
    }
    void wait_for(const std::shared_ptr<Watch>& watch, Ready ready, int side, int event) {
        if (std::exchange(watch->is_waiting[side], true)) return;
        watch->descriptor.async_wait(ready, [this, alive = is_alive, watch, side, event](boost::system::error_code fault) {
            if (!*alive) return;
            watch->is_waiting[side] = false;
            if (fault == asio::error::operation_aborted || watch->wanted == 0) return;
            act(watch->socket, fault ? CURL_CSELECT_ERR : event);
            if (*alive && watch->wanted != 0) wait(watch);
        });
    }

    static int on_timer(CURLM*, long timeout_ms, void* self) {
        auto& inner = *static_cast<Inner*>(self);
        inner.timer.cancel();
        if (timeout_ms < 0) return 0;
        inner.timer.expires_after(std::chrono::milliseconds(timeout_ms));
        inner.timer.async_wait([&inner, alive = inner.is_alive](boost::system::error_code fault) {
            if (!fault && *alive) inner.act(CURL_SOCKET_TIMEOUT, 0);
        });
        return 0;
    }

    void act(curl_socket_t socket, int events) {
        int still_running = 0;
        curl_multi_socket_action(multi, socket, events, &still_running);
        int left = 0;
        while (auto* message = curl_multi_info_read(multi, &left))
            if (message->msg == CURLMSG_DONE) end(message->easy_handle, message->data.result);
    }

    void end(CURL* easy, CURLcode code) {
        curl_multi_remove_handle(multi, easy);
        auto found = running.find(easy);
        check(found != running.end(), "curl ended a call that we did not start");
        auto done = std::move(found->second);
        running.erase(found);
        // Posted: whoever waits may start further calls, and curl does not like that from within itself.
        loop.post([done = std::move(done), code] { done(code); });
    }

    Loop& loop;
    asio::steady_timer timer;
    CURLM* multi = nullptr;
    std::unordered_map<curl_socket_t, std::shared_ptr<Watch>> watches;
    std::unordered_map<CURL*, std::function<void(CURLcode)>> running;
    std::shared_ptr<bool> is_alive = std::make_shared<bool>(true);
};

CurlLoop::CurlLoop(Loop& loop) : inner_(std::make_unique<Inner>(loop)) {}
CurlLoop::~CurlLoop() = default;
void CurlLoop::start(CURL* easy, std::function<void(CURLcode)> done) { inner_->start(easy, std::move(done)); }

}  // namespace vitrine::web
