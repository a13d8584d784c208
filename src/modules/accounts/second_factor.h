#pragma once
// Codes of a second factor from the inside.
#include "modules/accounts/session.h"

namespace vitrine::accounts {

/// Pure. How people type codes: without blanks and hyphens, in lower case.
std::string typed_code(std::string_view code);
/// Takes a try from the person's own buckets: whoever gets here knew the password or had the mail. Six digits and three steps: about one in 6,000 a day for a guesser.
/// Refuses request.too_many.
Task<Result<void>> take_code(App& app, Person person, Instant now);
/// Uses a code up, of a person whose lock is held: of the app, else one of paper.
Task<bool> is_code_good(App& app, pg::Tx& tx, Person person, PersonRow row, std::string code);
/// Pure. Whether a challenge was made for this visitor's device.
bool is_for_device(const Challenge& challenge, const Visitor& visitor);

}  // namespace vitrine::accounts
