// Whether the store has what the database says it has.
#include <stdexcept>

#include "io/crypto/digest.h"
#include "modules/media/files.h"
#include "modules/media/sql.h"

namespace vitrine::media {
namespace {

constexpr std::int32_t page = 500;

Task<std::string> fault_of(storage::Store& store, const ObjectRow& row, bool reads) {
    auto size = co_await store.size(row.key);
    if (!size && size.error().trouble == storage::Trouble::missing) co_return "it is not there";
    if (!size) throw std::runtime_error("the store of files does not answer: " + size.error().why);
    if (std::int64_t(*size) != row.size) co_return "it has " + std::to_string(*size) + " bytes instead of " + std::to_string(row.size);
    constexpr std::int64_t most_read = 64 * 1024 * 1024;  // what is bigger is looked at by its size
    if (!reads || row.size > most_read) co_return std::string();
    auto bytes = co_await store.read(row.key, 0, std::uint64_t(row.size));
    if (!bytes) throw std::runtime_error("the store of files does not answer: " + bytes.error().why);
    bool is_same = crypto::bytes_of(crypto::sha256(*bytes)) == row.digest.value;
    co_return is_same ? std::string() : std::string("its content is another than was stored");
}

}  // namespace

Task<std::vector<ObjectFault>> check_objects(pg::Db& db, web::Client& web, const Config& config, Ctx ctx, bool reads) {
    auto store = store_of(web, config);
    std::vector<ObjectFault> out;
    for (std::string after;;) {
        auto rows = co_await db.read(ctx, sql::stored_objects_after(after, page));
        for (const auto& row : rows) {
            auto fault = co_await fault_of(*store, row, reads);
            if (!fault.empty()) out.push_back({row.key, std::move(fault)});
        }
        if (std::ssize(rows) < page) co_return out;
        after = rows.back().key;
    }
}

}  // namespace vitrine::media
