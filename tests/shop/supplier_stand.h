#pragma once
#include <deque>
#include <map>

#include "io/http/server.h"
#include "tests/shop/shop.h"

namespace vitrine::test {

/// A supplier's server, on the shop's own loop: gives files by name, as told.
class SupplierStand {
public:
    explicit SupplierStand(Shop& shop);
    ~SupplierStand();
    std::string url(const std::string& file) const { return "http://127.0.0.1:" + std::to_string(server_->port()) + "/feeds/" + file; }

    std::map<std::string, std::string> files;
    std::map<std::string, std::deque<int>> answers;   ///< of the next calls for a file; 200 when there is none left
    std::map<std::string, int> asked;
    std::string retry_after, authorization;

private:
    static Task<Result<http::Response>> give(SupplierStand& stand, Ctx, const http::Request& request);
    Shop& shop_;
    std::unique_ptr<http::Router> router_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace vitrine::test
