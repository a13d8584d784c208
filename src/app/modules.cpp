#include "app/modules.h"

#include <array>

#include "modules/accounts/module.h"
#include "modules/audit/module.h"
#include "modules/carts/module.h"
#include "modules/catalog/module.h"
#include "modules/consent/module.h"
#include "modules/documents/module.h"
#include "modules/flags/module.h"
#include "modules/fulfilment/module.h"
#include "modules/imports/module.h"
#include "modules/launch/module.h"
#include "modules/ledger/module.h"
#include "modules/live/module.h"
#include "modules/media/module.h"
#include "modules/notices/module.h"
#include "modules/operations/module.h"
#include "modules/orders/module.h"
#include "modules/outgoing/module.h"
#include "modules/payments/module.h"
#include "modules/prices/module.h"
#include "modules/privacy/module.h"
#include "modules/promotions/module.h"
#include "modules/quality/module.h"
#include "modules/quotes/api.h"
#include "modules/quotes/module.h"
#include "modules/returns/module.h"
#include "modules/risk/module.h"
#include "modules/search/api.h"
#include "modules/search/module.h"
#include "modules/shipping/module.h"
#include "modules/spins/module.h"
#include "modules/stock/module.h"
#include "modules/storefront/module.h"
#include "modules/stores/api.h"
#include "modules/stores/module.h"
#include "modules/suppliers/module.h"
#include "modules/tenders/module.h"
#include "modules/taxes/module.h"

namespace vitrine::app {

std::span<const Module> modules() {
    // In the order of src/modules/order.txt.
    static const std::array list{audit::module(), stores::module(), operations::module(), flags::module(), accounts::module(), consent::module(), launch::module(), ledger::module(), catalog::module(), media::module(), prices::module(), taxes::module(),
                                 promotions::module(), tenders::module(), risk::module(), stock::module(), search::module(), imports::module(), quality::module(), shipping::module(),
                                 quotes::module(), carts::module(), payments::module(), orders::module(), fulfilment::module(), returns::module(), documents::module(), notices::module(), suppliers::module(), spins::module(), outgoing::module(), privacy::module(), live::module(), storefront::module()};
    return list;
}

void plug_modules() {
    static const bool plugged = [] {
        for (const auto& module : modules())
            if (module.jobs) module.jobs(jobs::Registry::global());
        for (const auto& module : modules())
            if (module.plug_in) module.plug_in();
        return true;
    }();
    (void)plugged;
}

void price_by(search::Snapshots& snapshots, std::shared_ptr<const stores::Directory> stores, std::shared_ptr<const quotes::Rulebook> rulebook) {
    snapshots.prices_for = [stores = std::move(stores), rulebook = std::move(rulebook)](StoreId store, const prices::Buyer& buyer) { return quotes::prices_for(*stores, rulebook.get(), store, buyer); };
}

}  // namespace vitrine::app
