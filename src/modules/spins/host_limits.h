#pragma once
// How hard this process may ask one supplier, whatever the number of turntables and loops that do.
#include <string>

#include "core/task.h"
#include "core/time.h"

namespace vitrine::spins {

/// Waits for a place among the calls to this host: at most so many at a time and so many a second.
Task<void> enter(std::string host, std::int64_t at_once, std::int64_t per_second);
void leave(const std::string& host);

/// A place that is given back.
class Place {
public:
    explicit Place(std::string host) : host_(std::move(host)) {}
    ~Place() { leave(host_); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

private:
    std::string host_;
};

}  // namespace vitrine::spins
