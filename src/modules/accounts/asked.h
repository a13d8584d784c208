#pragma once
// Mails with links that strangers may ask for: the answer to the asker is the same whoever has the mailbox, because who has it is looked up later, in a job.
#include "modules/accounts/session.h"

namespace vitrine::accounts {

inline constexpr std::string_view answer_kind = "accounts.answer_ask";

/// A link to be made.
struct NewLink {
    Purpose purpose = Purpose::sign_in;
    Kind kind = Kind::customer;
    std::optional<Uuid> person = {};
    Email email;
    std::optional<std::string> former_email = {};
    std::string name = {};
    std::optional<std::string> password_hash = {};
    std::vector<std::string> roles = {};
    std::string inviter = {};            ///< of an invitation: the actor
    std::string return_to = {};
};
/// Queues the link and the job that finds out what becomes of it.
LinkId ask(pg::Tx& tx, const NewLink& link);

/// Sends a link whose buckets, if any, were counted already.
Task<Result<bool>> send_link(App& app, Ctx ctx, Kind kind, Purpose purpose, Email email, std::string return_to);

/// Payload of that job.
struct Ask {
    LinkId link;
};
SHAPE(Ask, link)
/// Repeatable. Looks who has the mailbox, gives the link to them or spends it, and publishes the letter. Clears away links and tries that are long over.
Task<void> answer(App& app, const jobs::Attempt& attempt, const Ask& ask);

/// A link of this token that could be used now, without using it. Refuses accounts.link_dead.
Task<Result<LinkRow>> usable_link(App& app, Ctx ctx, Purpose purpose, std::string token);

/// Pure. Whether the account still belongs to the mailbox that the link was sent to: a link on its way while it moved opens nothing.
bool went_to_owner(const LinkRow& link, const PersonRow& owner);

}  // namespace vitrine::accounts
