#include "modules/storefront/shown.h"

#include "modules/storefront/pages.h"
#include "modules/storefront/shelf.h"
#include "modules/storefront/show.h"

namespace vitrine::storefront {
namespace {

constexpr std::size_t popular_shown = 6;

struct Wording {
    int status;
    std::string_view heading, text, art;
    int tone;
};
constexpr std::array<Wording, 5> wordings{{
    {404, "We could not find that page.", "It may have been moved, or the address has a typing mistake.", "lens", 0},
    {403, "That is not for this browser.", "Open the link from your mail again, or start from the home page.", "envelope", 4},
    {429, "That was a bit fast.", "Wait a moment, then try again.", "tape", 3},
    {503, "We are busy for a moment.", "Nothing was charged. Try again in a few seconds.", "organiser", 3},
    {500, "Something broke on our side.", "Nothing was charged. Try again in a minute.", "scissors", 1},
}};

const Wording& wording_of(int status) {
    for (const auto& wording : wordings)
        if (wording.status == status) return wording;
    return wordings.back();
}

}  // namespace

http::Response error_page(App& app, const Ctx& ctx, const http::Request& request, const Refusal& refusal) {
    Page page(app, ctx, request);
    if (!page.store) return http::problem(refusal, ctx.request_id);
    page.visit.fragments.clear();
    const auto& wording = wording_of(refusal.status);
    bool is_known = wording.status == refusal.status;
    auto data = layout(page, {.title = std::string(is_known ? wording.heading : refusal.title) + " | " + page.store->name, .is_noindex = true});
    data["fault"] = html::Data{{"status", std::to_string(refusal.status)},
                               {"heading", is_known ? html::Data(wording.heading) : html::Data(refusal.title + ".")},
                               {"text", is_known ? html::Data(wording.text) : html::Data(refusal.detail)},
                               {"request_id", refusal.status >= 500 ? html::Data(ctx.request_id) : html::Data(false)},
                               {"art", wording.art},
                               {"tone", wording.tone}};
    auto popular = refusal.status == 404 && page.door != launch::Door::shut ? products_of(page, "popularity", popular_shown) : std::vector<search::Card>{};
    data["popular"] = popular.size() < 3 ? html::Data(false) : html::Data{{"label", "Popular now"}, {"cards", cards(popular, *page.store, "/", media_base(page))}};
    auto response = respond(page, "error", std::move(data), refusal.status);
    response.set("Cache-Control", "no-store");
    if (refusal.status == 503 || refusal.status == 429) response.set("Retry-After", std::to_string(refusal.retry_after_s.value_or(2)));
    return response;
}

Task<Result<http::Response>> nothing_here(App&, Ctx, const http::Request&) { co_return refuse(refusals::not_found); }

}  // namespace vitrine::storefront
