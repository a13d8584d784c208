#pragma once
// A person's data: all of it given to them, all of it forgotten, and for how long what is kept.
#include "core/whole.h"
#include "modules/accounts/personal/api.h"
#include "modules/app.h"

namespace vitrine::privacy {

using RequestId = Id<"prq">;
using accounts::Person;

/// What is asked for: a copy of all data, or that the person is forgotten.
enum class Kind { copy, deletion };
SHAPE_ENUM(Kind, copy, deletion)
/// `ready`: a copy was made and can be fetched until its time is over. `done`: the person was forgotten.
enum class RequestState { waiting, ready, done, withdrawn };
SHAPE_ENUM(RequestState, waiting, ready, done, withdrawn)

inline constexpr RefusalKind not_found{"privacy.not_found", 404, "There is no such request"};
inline constexpr RefusalKind bound{"privacy.bound", 409, "Something is still open; the account can be deleted when it is settled"};
inline constexpr RefusalKind ended{"privacy.ended", 409, "This request has been carried out or withdrawn"};
inline constexpr RefusalKind file_over{"privacy.file_over", 410, "This copy is no longer kept; ask for another"};
inline constexpr RefusalKind nobody{"privacy.nobody", 404, "There is no account with this mailbox, and nothing else of it is known"};

/// What keeps a person from being forgotten now: "order_open" and the order's number, "return_open", "dispute_open", "credit_left" …
struct Bound {
    std::string code, what;
};
SHAPE(Bound, code, what)

/// A request as its owner and staff see it.
struct RequestView {
    RequestId id;
    Kind kind = Kind::copy;
    RequestState state = RequestState::waiting;
    Instant asked_at{};
    Instant due{};                               ///< of a deletion: when it is carried out
    std::vector<std::string> waits_for;          ///< why it was postponed, as codes
    std::optional<Instant> ended_at;
    std::optional<std::int64_t> file_bytes;
    std::optional<Instant> file_until;           ///< until when the copy can be fetched
};
SHAPE(RequestView, id, kind, state, asked_at, due, waits_for, ended_at, file_bytes, file_until)

// Use cases of customers.

/// What a customer has asked for, the newest first.
Task<std::vector<RequestView>> requests_of(App& app, Ctx ctx, Person person);
/// Asks for a copy of everything; a job makes it and tells the mailbox. Repeatable: a request that waits is given again. Refuses request.unauthenticated.
Task<Result<RequestView>> ask_for_copy(App& app, Ctx ctx, Person person);
/// The copy as JSON, for the customer it is of (`person`) or, without one, for staff. Refuses privacy.not_found, privacy.file_over.
Task<Result<std::string>> fetch_copy(App& app, Ctx ctx, RequestId id, std::optional<Person> person);
/// That copy as a file for one reader: kept by no cache, opened by no browser as a page.
http::Response copy_answer(std::string copy, RequestId id);
/// Asks to be forgotten after the store's waiting time; the password proves who asks, and a mail tells how to take it back. Repeatable: a request that waits is given again.
/// Refuses accounts.credentials_wrong, request.too_many, server.overloaded, request.unauthenticated, privacy.bound with what is open.
Task<Result<RequestView>> ask_for_deletion(App& app, Ctx ctx, Person person, std::string password, accounts::Visitor visitor);
/// Takes a deletion back. By its owner or, without a person, by staff. Refuses privacy.not_found, privacy.ended.
Task<Result<RequestView>> withdraw_deletion(App& app, Ctx ctx, RequestId id, std::optional<Person> person);
/// The same by the token of the mail. Refuses privacy.not_found, privacy.ended.
Task<Result<RequestView>> keep_account(App& app, Ctx ctx, std::string request, std::string token);

// Use cases of staff; audited without the person's data.

/// Of a mailbox, with or without an account. Refuses privacy.nobody.
Task<Result<RequestView>> ask_for_copy_of(App& app, Ctx ctx, Email mailbox);
/// Forgets whoever has this mailbox at once. Refuses privacy.bound, privacy.nobody.
Task<Result<RequestView>> delete_now(App& app, Ctx ctx, Email mailbox);

/// Sees to it that what is kept for a time only is taken away every night in these stores. Repeatable.
Task<void> tidy_nightly(App& app, std::vector<StoreId> stores, Instant now);

}  // namespace vitrine::privacy
