#pragma once
#include <optional>
#include <string>

#include "app/selftest/sandbox.h"
#include "io/pg/cluster.h"

namespace vitrine::selftest {

/// A database for one self-test, dropped at its end: in a PostgreSQL of its own in a temporary folder, or, where a server is given, as a further database
/// there. It never opens a database that was there before. Migrated; blocks.
class Scratch {
public:
    /// `server`: conninfo or URL of a server where a database may be made; empty: a private one.
    explicit Scratch(const std::string& server);
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Place place() const;

private:
    std::string conninfo(const std::string& database) const;
    std::string server_, folder_, name_;
    std::optional<pg::Cluster> cluster_;
};

}  // namespace vitrine::selftest
