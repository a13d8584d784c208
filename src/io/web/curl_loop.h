#pragma once
// libcurl's multi interface on a loop: curl says which sockets and which time to watch, Asio watches them and tells curl. For files of the io floor only.
#include <curl/curl.h>

#include <functional>
#include <memory>

#include "io/loop.h"

namespace vitrine::web {

/// Transfers of one loop. When it goes, those in flight are let go and never told.
class CurlLoop {
public:
    explicit CurlLoop(Loop& loop);
    ~CurlLoop();
    CurlLoop(const CurlLoop&) = delete;
    CurlLoop& operator=(const CurlLoop&) = delete;

    /// Starts a transfer. `done` is called once, on the loop and never from within this call; it keeps `easy` alive until then.
    void start(CURL* easy, std::function<void(CURLcode)> done);

private:
    struct Inner;
    std::unique_ptr<Inner> inner_;
};

}  // namespace vitrine::web
