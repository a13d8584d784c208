#pragma once
// One call in flight: the curl handle, what it reads from and where its answer gathers. Used within this folder only.
#include <curl/curl.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "io/web/client.h"
#include "io/web/curl_loop.h"

namespace vitrine::web {

struct Exchange {
    explicit Exchange(Request asked);
    ~Exchange();
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    /// Fills `answer` from how curl ended.
    void conclude(CURLcode code);
    std::string host() const;

    Request request;
    Answer answer;
    std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
    CURL* easy = nullptr;
    std::string metrics_host;    ///< what the metrics call the host; empty: its name. For hosts that strangers choose, of which there may be any number
    /// Takes the body of a 2xx answer piece by piece instead of answer.body; false: no more. Other answers gather as always. May be empty.
    std::function<bool(std::string_view)> sink;
    bool is_refused = false;     ///< the request cannot be put on the wire at all; answer.error says why

private:
    void prepare();
    bool headers_are_clean() const;
    bool repeats_safely() const;
    bool is_success() const;
    size_t take_header(std::string_view line);
    size_t take_body(std::string_view part);

    static size_t on_header(char* data, size_t size, size_t count, void* self);
    static size_t on_body(char* data, size_t size, size_t count, void* self);
    static int on_ready_to_send(void* self, char*, char*, int, int);

    curl_slist* header_lines_ = nullptr;
    size_t received_bytes_ = 0;
    int times_sent_ = 0;         ///< how often curl was about to write the request to a connection
    bool is_too_large_ = false;
};

/// Sends it and waits for the end; says so in log and metrics.
Task<Answer> run(CurlLoop& curl, std::shared_ptr<Exchange> exchange);

}  // namespace vitrine::web
