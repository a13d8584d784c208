#include "modules/tenders/module.h"

#include "modules/tenders/api.h"
#include "modules/tenders/routes.h"

namespace vitrine::tenders {

Module module() {
    return {.name = "tenders", .routes = &routes, .refusals = {unknown, card_unknown, card_expired, card_empty, card_currency, balance_changed, short_of}};
}

}  // namespace vitrine::tenders
