#include <algorithm>

#include "core/check.h"
#include "modules/accounts/session.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {
namespace {

KeptAddress kept(const AddressRow& row) {
    auto address = read_json<Address>(row.address.text);
    check(address.has_value(), "a stored address fits its shape");
    return {row.id, std::move(*address), row.is_default, row.version};
}

}  // namespace

Task<std::vector<KeptAddress>> addresses(App& app, Ctx ctx, Person person) {
    auto rows = co_await app.db.read(ctx, sql::list_addresses(person.id));
    std::vector<KeptAddress> all;
    for (const auto& row : rows) all.push_back(kept(row));
    co_return all;
}

Task<Result<KeptAddress>> save_address(App& app, Ctx ctx, Person person, std::optional<AddressId> id, Address address, bool is_default, std::optional<std::int64_t> version) {
    auto body = [&](pg::Tx& tx) -> Task<Result<KeptAddress>> {
        auto owner = co_await lock_person(tx, person);
        if (!owner) co_return refuse(std::move(owner.error()));
        auto rows = co_await tx.ask(sql::lock_addresses(person.id));
        auto found = std::ranges::find_if(rows, [&](const auto& row) { return id && row.id == *id; });
        bool is_there = found != rows.end();
        if (id && !is_there) co_return refuse(address_unknown);
        if (!id && rows.size() >= most_addresses) co_return refuse(too_many_addresses);
        if (version && is_there && *version != found->version) co_return refuse(refusals::stale_version);
        bool has_other_default = std::ranges::any_of(rows, [&](const auto& row) { return row.is_default && !(id && row.id == *id); });
        KeptAddress saved{id.value_or(AddressId::next(ctx.now)), address, is_default || !has_other_default, is_there ? found->version + 1 : 1};
        if (saved.is_default) tx.send(sql::clear_default_address(person.id, saved.id));
        tx.send(sql::save_address(person.id, saved.id, RawJson{to_json(address)}, saved.is_default));
        co_return saved;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<bool>> remove_address(App& app, Ctx ctx, Person person, AddressId id) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto removed = co_await tx.ask(sql::remove_address(person.id, id));
        if (removed == 0) co_return refuse(address_unknown);
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::accounts
