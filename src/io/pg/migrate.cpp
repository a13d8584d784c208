#include "io/pg/migrate.h"

#include <map>

#include <openssl/evp.h>

#include "io/pg/session.h"
#include "io/pg/sql.h"

namespace vitrine::pg {
namespace {

constexpr std::int64_t lock_key = 0x76697472696e65;  // "vitrine"

std::string sha256_hex(std::string_view text) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha256(), nullptr) != 1) throw std::runtime_error("SHA-256 failed");
    std::string out;
    for (unsigned i = 0; i < size; ++i) out += "0123456789abcdef"[digest[i] >> 4], out += "0123456789abcdef"[digest[i] & 15];
    return out;
}

std::map<std::string, std::string> applied_before(Session& session) {
    std::map<std::string, std::string> out;
    for (auto& row : session.ask(sql::applied_migrations())) out.emplace(row.name, row.checksum);
    return out;
}

void apply(Session& session, const Migration& migration, const std::string& checksum) {
    session.ask(sql::begin_work());
    try {
        session.run(std::string(migration.sql));
        session.ask(sql::record_migration(std::string(migration.name), checksum));
        session.ask(sql::commit_work());
    } catch (const Error& fault) {
        // The session ends with this exception, and the open transaction with it.
        throw std::runtime_error("migration " + std::string(migration.name) + " failed: " + fault.what() + " (" + fault.sqlstate + ")");
    }
}

}  // namespace

MigrationReport migrate(const std::string& owner_conninfo, std::span<const Migration> migrations) {
    Session session(owner_conninfo);
    session.ask(sql::lock_migrations(lock_key));
    session.ask(sql::create_roles());
    session.ask(sql::create_migrations_table());
    auto before = applied_before(session);
    MigrationReport report;
    for (const auto& migration : migrations) {
        std::string name(migration.name);
        auto checksum = sha256_hex(migration.sql);
        if (auto known = before.find(name); known != before.end()) {
            if (known->second != checksum) throw std::runtime_error("migration " + name + " was changed after it was applied; write a new file instead");
            ++report.already_there;
            continue;
        }
        apply(session, migration, checksum);
        report.applied.push_back(std::move(name));
    }
    return report;
}

}  // namespace vitrine::pg
