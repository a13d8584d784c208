#pragma once
// Who may see or change what without signing in: by a token that only we can make.
#include <optional>
#include <string>

#include "modules/notices/api.h"

namespace vitrine::notices {

/// Pure. Opens the preferences of one mailbox in one store, and nothing else: the mailbox and our signature over both.
std::string preferences_token(const Config& config, StoreId store, const std::string& address);
/// Pure. The mailbox; nothing for a token that is not ours, or another store's.
std::optional<std::string> address_of_token(const Config& config, StoreId store, std::string_view token);

}  // namespace vitrine::notices
