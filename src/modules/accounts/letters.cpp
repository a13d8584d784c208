// What a mail about an account says, read when it is written.
#include "modules/accounts/asked.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {
namespace {

std::string_view page_of(Purpose purpose) {
    switch (purpose) {
        case Purpose::registration: return "/account/confirm";
        case Purpose::sign_in: return "/account/link";
        case Purpose::password: return "/account/new-password";
        case Purpose::email: return "/account/new-email";
        case Purpose::invitation: return "/account/invitation";
    }
    return "/";
}

}  // namespace

std::string store_base(const Config& config, const stores::Store& store) {
    const auto& ours = config.public_url;
    auto authority = ours.find("://");
    if (authority == std::string::npos) return ours;
    auto port = ours.find(':', authority + 3);
    return ours.substr(0, authority + 3) + store.host + (port == std::string::npos ? "" : ours.substr(port));
}

std::string link_url(const Config& config, const stores::Store& store, Purpose purpose, LinkId id) {
    return store_base(config, store) + std::string(page_of(purpose)) + "?token=" + link_token(config, store.id, id);
}

Task<std::optional<LetterFacts>> read_letter(App& app, Ctx ctx, Letter letter) {
    LetterFacts facts;
    facts.at = ctx.now;
    std::string to;
    if (letter.link) {
        auto link = co_await app.db.read(ctx, sql::find_link(*letter.link));
        if (!link) co_return std::nullopt;
        bool is_about_former = letter.what == "email_changed", leads_somewhere = !is_about_former && letter.what != "known_already";
        if (leads_somewhere && (link->used_at || link->ends_at <= ctx.now)) co_return std::nullopt;
        to = is_about_former ? link->former_email.value_or("") : link->email;
        bool is_by_stranger = link->purpose == Purpose::registration || link->purpose == Purpose::email;  // nobody has proved the mailbox: it is told nothing in their words
        if (!is_by_stranger) facts.name = link->name;
        facts.purpose = link->purpose;
        if (leads_somewhere) facts.link = link->id;
    }
    auto person = letter.person ? parse_person(*letter.person) : std::nullopt;
    auto row = person ? co_await app.db.read(ctx, sql::find_person(person->id)) : std::nullopt;
    if (person && !row) co_return std::nullopt;
    if (row && to.empty()) to = row->email;
    if (row) facts.name = row->name;
    auto session = letter.session ? co_await app.db.read(ctx, sql::find_session(*letter.session)) : std::nullopt;
    if (session) {
        facts.device = session->agent;
        facts.network = session->network;
        facts.at = session->opened_at;
    }
    auto email = Email::parse(to);
    if (!email) co_return std::nullopt;
    facts.to = *email;
    co_return facts;
}

}  // namespace vitrine::accounts
