#include "modules/shipping/standing.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <stdexcept>

namespace vitrine::shipping {
namespace {

/// `words` is padded with a space at both ends, so that a pattern that begins and ends with one stands for whole words.
bool has_any(const std::string& words, std::initializer_list<std::string_view> patterns) {
    return std::ranges::any_of(patterns, [&](auto pattern) { return words.find(pattern) != std::string::npos; });
}

Standing on_the_way_back(const std::string& words) {
    bool is_back = has_any(words, {" rto delivered ", " rto acknowledged ", " returned to ", " return delivered ", " return complete", " return to shipper complete"});
    return is_back ? Standing::rto_delivered : Standing::rto;
}

Standing at_the_start(const std::string& words) {
    bool is_problem = has_any(words, {" error", " exception", " fail", " not done", " not picked", " not ready", " problem"});
    if (is_problem) return Standing::pickup_problem;
    if (has_any(words, {" picked "}) && !has_any(words, {" to be picked ", " not "})) return Standing::picked_up;
    return Standing::pickup_scheduled;
}

}  // namespace

std::string normalised_words(std::string_view words) {
    std::string out;
    bool is_gap = false;
    for (char c : words) {
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80);
        if (!is_letter) {
            is_gap = true;
            continue;
        }
        if (is_gap && !out.empty()) out += ' ';
        is_gap = false;
        out += c >= 'A' && c <= 'Z' ? char(c + 32) : c;
    }
    return out;
}

Standing standing_by_words(std::string_view raw) {
    auto words = " " + normalised_words(raw) + " ";
    if (has_any(words, {" cancel"})) return has_any(words, {" request"}) ? Standing::cancelling : Standing::cancelled;
    if (has_any(words, {" rto ", " return", " reached back "})) return on_the_way_back(words);
    if (has_any(words, {" lost ", " untraceable ", " destroyed ", " dispos"})) return Standing::lost;
    if (has_any(words, {" damage"})) return Standing::damaged;
    if (has_any(words, {" partial"})) return Standing::partly_delivered;
    bool is_failed = has_any(words, {" undeliver", " un deliver", " not deliver", " delivery fail", " failed deliver", " delivery attempt", " attempted", " refused ", " not available ", " incomplete address ",
                                     " wrong address ", " no such consignee ", " recipient ", " consignee shifted ", " hold for collection "});
    if (is_failed) return Standing::delivery_failed;
    if (has_any(words, {" out for delivery ", " ofd ", " assign to courier ", " assigned to courier ", " with courier ", " on route for delivery ", " out for deliver"})) return Standing::out_for_delivery;
    if (has_any(words, {" pickup", " pick up ", " picked "})) return at_the_start(words);
    bool is_yet_to_come = has_any(words, {" to be delivered ", " will be delivered "});
    if (has_any(words, {" delivered "}) && !is_yet_to_come) return Standing::delivered;
    if (has_any(words, {" manifest"})) return Standing::manifested;
    bool is_moving = is_yet_to_come || has_any(words, {" transit", " dispatch", " arriv", " depart", " hub ", " station ", " facility ", " reached ", " shipped ", " misrout", " missrout", " in flight ", " custom",
                                                       " received at ", " delayed ", " handover ", " handed over ", " connect", " drop off ", " forwarded ", " offload", " express center "});
    if (is_moving) return Standing::in_transit;
    if (has_any(words, {" rider "})) return Standing::hyperlocal;
    if (has_any(words, {" booked ", " label ", " awb ", " shipment created ", " info received ", " booking "})) return Standing::awb_assigned;
    if (has_any(words, {" pending ", " new "})) return Standing::pending;
    return Standing::unknown;
}

std::vector<KnownStatus> read_status_table(std::string_view csv) {
    std::vector<KnownStatus> out;
    while (!csv.empty()) {
        auto end = std::min(csv.find('\n'), csv.size());
        auto line = csv.substr(0, end);
        csv.remove_prefix(std::min(end + 1, csv.size()));
        if (line.empty() || line.front() == '#') continue;
        auto first = line.find(','), second = line.find(',', first + 1);
        if (second == std::string_view::npos) throw std::logic_error("a status without its three columns: " + std::string(line));
        auto name = std::string(line.substr(first + 1, second - first - 1));
        Standing standing;
        if (!boost::describe::enum_from_string(name.c_str(), standing)) throw std::logic_error("a class of statuses that nobody knows: " + name);
        out.push_back({std::string(line.substr(0, first)), standing, std::string(line.substr(second + 1))});
    }
    return out;
}

}  // namespace vitrine::shipping
