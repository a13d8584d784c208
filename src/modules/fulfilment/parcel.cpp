#include "modules/fulfilment/parcel.h"

namespace vitrine::fulfilment {
namespace {

Contents contents_of(const ParcelRow& row) {
    auto contents = read_json<Contents>(row.contents.text);
    if (!contents) throw std::runtime_error("the stored contents of a parcel do not fit their shape");
    return std::move(*contents);
}

}  // namespace

shipping::Consignment consignment_of(const ParcelRow& row) {
    auto contents = contents_of(row);
    shipping::Consignment out;
    out.reference = row.reference;
    out.customer = std::move(contents.customer);
    out.items = std::move(contents.items);
    out.goods = contents.goods;
    out.collect = {row.collect, row.currency};
    out.weight_grams = contents.weight_grams;
    out.size = contents.size;
    out.note = contents.note;
    out.reason = contents.reason;
    out.ordered_at = contents.ordered_at;
    out.is_return = row.is_return;
    out.is_first_try = row.tries == 0;
    out.booking = row.booking;
    out.shipment = row.shipment;
    out.awb = row.awb;
    return out;
}

ParcelView view_of(const ParcelRow& row) {
    auto contents = contents_of(row);
    return {.id = row.id,
            .order = row.order_id,
            .order_number = row.order_number,
            .position = row.position,
            .is_return = row.is_return,
            .state = row.state,
            .since = row.since,
            .courier = row.courier,
            .service = row.service,
            .reference = row.reference,
            .awb = row.awb,
            .items = std::move(contents.items),
            .goods = contents.goods,
            .collect = {row.collect, row.currency},
            .weight_grams = contents.weight_grams,
            .tracking_url = row.tracking_url,
            .pickup_at = row.pickup_at,
            .expected_at = row.expected_at,
            .has_label = row.label_url.has_value() || row.label_type.has_value(),
            .is_cancelling = row.is_cancelling,
            .status = row.status,
            .tries = row.tries,
            .failure = row.failure,
            .failure_words = row.failure_words,
            .attention = row.attention,
            .events = {}};
}

}  // namespace vitrine::fulfilment
