#include "modules/suppliers/settings.h"

#include <array>

namespace vitrine::suppliers {
namespace {

using Kind = notices::ProcessSetting::Kind;

constexpr notices::ProcessSetting allow_private{"suppliers_allow_private", "Whether suppliers may be called at private addresses and over plain http: for development only", Kind::yes_or_no, false, "false"};
constexpr notices::ProcessSetting folder{"supplier_drop_folder", "Folder where suppliers' files are dropped, as STORE/FEED/file; empty: nowhere", Kind::text, false, ""};
constexpr std::array declared{allow_private, folder};

}  // namespace

std::span<const notices::ProcessSetting> process_settings() { return declared; }

bool may_reach_private(const Config& config, const stores::Store& store) { return notices::setting_of(config, store, allow_private) == "true"; }

std::string drop_folder(const Config& config, const stores::Store& store) { return std::string(notices::setting_of(config, store, folder)); }

}  // namespace vitrine::suppliers
