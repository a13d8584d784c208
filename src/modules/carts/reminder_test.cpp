#include "modules/carts/reminder.h"

#include <gtest/gtest.h>

#include "modules/carts/rules.h"
#include "tests/shop/shop.h"

namespace vitrine::carts {
namespace {

using test::Shop;

class abandoned_cart : public testing::Test {
protected:
    Shop shop;
    VariantId pen = shop.article("PEN-1", Shop::rupees(250), 10);

    /// As if so much time had gone by since the last edit, with all jobs run that fell due.
    void wait(const std::string& interval) {
        shop.database.run("update carts.carts set updated_at = updated_at - interval '" + interval + "'; update jobs.jobs set due = now() where kind = 'carts.remind'");
        shop.run_due_jobs();
    }
    std::vector<CartAbandoned> news() {
        std::vector<CartAbandoned> out;
        for (int i = 0;; ++i) {
            auto text = text_of("select payload::text from jobs.events where name = 'carts.abandoned' order by id offset " + std::to_string(i) + " limit 1");
            if (text.empty()) return out;
            out.push_back(*read_json<CartAbandoned>(text));
        }
    }
    std::string text_of(const std::string& sql);
    std::string token_of(const CartAbandoned& told) { return told.link.substr(told.link.rfind('/') + 1); }
};

}  // namespace
}  // namespace vitrine::carts
