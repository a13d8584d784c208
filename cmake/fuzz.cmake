# The fuzz targets under libFuzzer, AddressSanitizer and UndefinedBehaviorSanitizer (tests/fuzz/run.py builds and runs them). Only the files that a target reaches are compiled:
# what else those files call is in sections that nobody asks for, and the linker leaves them out.
file(GLOB fuzzed CONFIGURE_DEPENDS
  src/core/*.cpp src/io/crypto/*.cpp src/io/telemetry/*.cpp src/io/loop.cpp src/io/html/entities.cpp src/io/html/sanitize.cpp src/io/html/tokens.cpp
  src/io/http/answer_head.cpp src/io/http/card_guard.cpp src/io/http/form.cpp src/io/http/message.cpp src/io/http/multipart.cpp src/io/http/negotiation.cpp src/io/http/request_reader.cpp
  src/io/http/target.cpp src/io/http/trace.cpp src/io/http/version_tag.cpp src/io/pg/query.cpp
  src/modules/accounts/cookies.cpp src/modules/accounts/identities.cpp src/modules/accounts/jwt.cpp src/modules/accounts/tokens.cpp
  src/modules/carts/live_messages.cpp src/modules/carts/owner.cpp src/modules/carts/rules.cpp
  src/modules/imports/csv_*.cpp src/modules/imports/encoding.cpp src/modules/imports/import_rows*.cpp src/modules/imports/mend.cpp src/modules/imports/sheet_*.cpp src/modules/imports/shopify.cpp
  src/modules/imports/source_file.cpp src/modules/imports/spool.cpp src/modules/imports/translated*.cpp src/modules/imports/woocommerce*.cpp src/modules/imports/zip_reader.cpp
  src/modules/payments/settings.cpp src/modules/payments/gateways/easypaisa_messages.cpp src/modules/payments/gateways/easypaisa_request.cpp src/modules/payments/gateways/jazzcash_codes.cpp
  src/modules/payments/gateways/jazzcash_fields.cpp src/modules/payments/gateways/jazzcash_hash.cpp src/modules/payments/gateways/jazzcash_message.cpp src/modules/payments/gateways/provider_call.cpp
  src/modules/payments/gateways/razorpay_webhook.cpp src/modules/payments/gateways/stripe_webhook.cpp
  src/modules/promotions/wall_text.cpp src/modules/shipping/standing.cpp src/modules/shipping/couriers/courier_call.cpp src/modules/shipping/couriers/leopards_read.cpp src/modules/shipping/couriers/shiprocket_read.cpp
  src/modules/shipping/couriers/tcs_read.cpp
  src/modules/storefront/guard.cpp src/modules/storefront/listing_query.cpp src/modules/storefront/visit.cpp)
list(FILTER fuzzed EXCLUDE REGEX "_(test|bench)\\.cpp$")

set(sanitizers -fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all)
add_library(vitrine_fuzzed STATIC ${fuzzed} tests/fuzz/import_files.cpp)
target_include_directories(vitrine_fuzzed PUBLIC src ${CMAKE_SOURCE_DIR} ${VITRINE_GENERATED})
target_compile_options(vitrine_fuzzed PUBLIC ${sanitizers} -fsanitize=fuzzer-no-link -ffunction-sections -fdata-sections)
target_link_libraries(vitrine_fuzzed PUBLIC vitrine_flags Boost::json fmt::fmt ICU::i18n ICU::uc ICU::data vitrine_io_dependencies vitrine_module_dependencies)
vitrine_embed_currencies(vitrine_fuzzed)
vitrine_compile_sql(vitrine_fuzzed modules)
vitrine_embed_text(vitrine_fuzzed modules/payments/data jazzcash_response_codes.csv)
foreach(table shiprocket_shipment_status shiprocket_order_status shiprocket_return_reasons leopards_status tcs_status)
  vitrine_embed_text(vitrine_fuzzed modules/shipping/data ${table}.csv)
endforeach()
target_precompile_headers(vitrine_fuzzed PRIVATE <core_pch.h>)

file(GLOB target_sources CONFIGURE_DEPENDS tests/fuzz/*.cpp)
list(FILTER target_sources EXCLUDE REGEX "/(fuzz_test|import_files|libfuzzer)\\.cpp$")
foreach(source ${target_sources})
  get_filename_component(name ${source} NAME_WE)
  add_executable(fuzz_${name} ${source} tests/fuzz/libfuzzer.cpp)
  target_compile_definitions(fuzz_${name} PRIVATE VITRINE_FUZZ_TARGET=${name})
  target_link_libraries(fuzz_${name} PRIVATE vitrine_fuzzed)
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer ${sanitizers} -Wl,--gc-sections)
endforeach()
