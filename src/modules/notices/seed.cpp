#include "modules/notices/language.h"
#include "modules/notices/settings.h"
#include "modules/notices/sql.h"
#include "modules/notices/stage.h"

namespace vitrine::notices {
namespace {

struct SeededText {
    std::string stage, language;
    Template text;
};
SHAPE(SeededText, stage, language, text)
struct NoticesFile {
    Settings settings;
    std::optional<std::vector<SeededText>> texts;
};
SHAPE(NoticesFile, settings, texts)

[[noreturn]] void wrong(const Fault& fault) { throw std::runtime_error("notices.json: " + fault.pointer + " " + fault.detail); }

NoticesFile read(const std::string& text) {
    auto file = read_json<NoticesFile>(text);
    if (!file) wrong(file.error().errors.empty() ? Fault{"", file.error().code, file.error().title} : file.error().errors[0]);
    if (auto faults = faults_of(file->settings); !faults.empty()) wrong({"/settings" + faults[0].pointer, faults[0].code, faults[0].detail});
    if (!file->texts) file->texts.emplace();
    for (size_t i = 0; i < file->texts->size(); ++i) {
        const auto& one = (*file->texts)[i];
        auto pointer = "/texts/" + std::to_string(i);
        if (!find_stage(one.stage) || !find_language(one.language)) wrong({pointer, "", "there is no such occasion or language"});
        if (auto faults = faults_of(one.text); !faults.empty()) wrong({pointer + faults[0].pointer, "", faults[0].detail});
    }
    return std::move(*file);
}

}  // namespace

Task<std::int64_t> seed(pg::Db& db, Ctx ctx, std::string text) {
    auto file = read(text);
    auto body = [&](pg::Tx& tx) -> Task<Result<std::int64_t>> {
        auto settings = co_await tx.ask(sql::lock_settings());
        if (settings) co_return 0;
        tx.send(sql::save_settings(RawJson{to_json(file.settings)}));
        for (const auto& one : *file.texts) tx.send(sql::save_template(one.stage, one.language, RawJson{to_json(one.text)}, 1));
        co_return std::int64_t(file.texts->size());
    };
    auto made = co_await db.transaction(ctx, body);
    co_return *made;
}

}  // namespace vitrine::notices
